import { invalidArgument } from "../model/status.ts";
import { parseFirstGeneration, parseSecondGeneration } from "../triggers/parse-trigger.ts";
import { triggersOf } from "../triggers/project-triggers.ts";
import { type Answer, bodyOf, EMPTY, type EndpointCall, notFound, projectOf } from "./endpoint.ts";

/** Registers a function of the first generation, as firebase-tools does. */
export async function putTrigger(call: EndpointCall): Promise<Answer> {
  const [, key = ""] = call.parameters;
  triggersOf(call.context).put(projectOf(call), parseFirstGeneration(key, await bodyOf(call)));
  return EMPTY;
}

/** Registers a function of the second generation, as firebase-tools does. */
export async function postEventarcTrigger(call: EndpointCall): Promise<Answer> {
  const key = call.url.searchParams.get("eventarcTriggerId");
  if (!key) throw invalidArgument("The query must name the eventarcTriggerId.");
  triggersOf(call.context).put(projectOf(call), parseSecondGeneration(key, await bodyOf(call)));
  return EMPTY;
}

/** Forgets a function of either generation. */
export function deleteTrigger(call: EndpointCall): Answer {
  const [projectId = "", key = ""] = call.parameters;
  if (!triggersOf(call.context).remove(projectId, key)) {
    throw notFound(`Project ${projectId} has no trigger "${key}".`);
  }
  return EMPTY;
}
