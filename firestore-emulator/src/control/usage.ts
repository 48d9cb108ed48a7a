import { type Answer, EMPTY, type EndpointCall, json, projectOf } from "./endpoint.ts";

/** What the project would be billed for since the start or the last reset, see Usage. */
export function showUsage(call: EndpointCall): Answer {
  return json({ ...call.context.meter.usage(projectOf(call)) });
}

export function resetUsage(call: EndpointCall): Answer {
  call.context.meter.reset(projectOf(call));
  return EMPTY;
}
