import { type Answer, type EndpointCall, text } from "./endpoint.ts";

/** Ends the emulator, as a signal ends the program: once the answer is on its way. */
export function shutDown({ context }: EndpointCall): Answer {
  return { ...text("Shutting down\n"), afterwards: () => context.shutDown() };
}
