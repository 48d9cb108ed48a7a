import type { Caller } from "./caller.ts";
import type { EmulatorContext } from "./context.ts";

/** One request in progress, whatever protocol it came by. */
export interface Call {
  readonly context: EmulatorContext;
  readonly caller: Caller;
  /** A request header or metadata entry, by lower-case name. */
  header(name: string): string | undefined;
}

/** A unary RPC: decoded request message in, response message out. Throws StatusError. */
export type UnaryOperation<Request, Response> = (call: Call, request: Request) => Promise<Response>;

/** A server-streaming RPC: responses are sent as they are yielded. */
export type StreamingOperation<Request, Response> = (call: Call, request: Request) => AsyncIterable<Response>;
