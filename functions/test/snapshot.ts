import type { Backend } from "./harness.ts";

/** Counters that calls move even when they are refused. */
const BOOKKEEPING = /^rateLimits\//;

function jsonOf(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/**
 * Everything that is stored, by path, so that a test can say that nothing changed. It is taken from the embedded
 * Firestore itself: asking for each collection costs a third of a second.
 */
export function readEverything({ emulator, projectId }: Backend): Map<string, string> {
  const documents = emulator.snapshot(projectId).databases.flatMap((database) => database.documents);
  const texts = documents.map(({ name, updateTime, fields }): [string, string] => [
    name.slice(name.indexOf("/documents/") + "/documents/".length),
    `${updateTime.toMicros()} ${JSON.stringify(fields, jsonOf)}`,
  ]);
  return new Map(texts.filter(([path]) => !BOOKKEEPING.test(path)));
}
