import type { FaultSettings } from "../faults/faults.ts";
import { invalidArgument } from "../model/status.ts";
import { type Answer, bodyOf, EMPTY, type EndpointCall, json } from "./endpoint.ts";

/** The settings of FaultSettings that a request may name, each with the most that makes sense. */
const MOST = { abortCommits: 1_000_000, unavailable: 1_000_000, delayMs: 60_000 } as const;
const DROP_STREAMS = "dropStreams";

/** What is still to strike. Faults hold for the whole emulator, whatever project the path names. */
export function showFaults({ context }: EndpointCall): Answer {
  return json({ ...context.faults.get() });
}

/**
 * Orders faults: `{"abortCommits": n, "unavailable": n, "delayMs": ms, "dropStreams": true}`, each optional.
 * Answers with what is set from now on.
 */
export async function changeFaults(call: EndpointCall): Promise<Answer> {
  const { [DROP_STREAMS]: dropStreams = false, ...counts } = await bodyOf(call);
  if (typeof dropStreams !== "boolean") {
    throw invalidArgument(`"${DROP_STREAMS}" must be true or false.`);
  }
  const settings: FaultSettings = {};
  for (const [key, value] of Object.entries(counts)) {
    settings[checkKey(key)] = checkCount(key, value);
  }
  const { faults } = call.context;
  faults.set(settings);
  if (dropStreams) {
    faults.dropStreams();
  }
  return showFaults(call);
}

/** Takes all faults back. */
export function clearFaults({ context }: EndpointCall): Answer {
  context.faults.clear();
  return EMPTY;
}

function checkKey(key: string): keyof FaultSettings {
  if (Object.hasOwn(MOST, key)) {
    return key as keyof typeof MOST;
  }
  throw invalidArgument(`Unknown fault "${key}". Known: ${[...Object.keys(MOST), DROP_STREAMS].join(", ")}.`);
}

function checkCount(key: string, value: unknown): number {
  const most = MOST[checkKey(key)];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most) {
    throw invalidArgument(`"${key}" must be an integer from 0 to ${most}.`);
  }
  return value;
}
