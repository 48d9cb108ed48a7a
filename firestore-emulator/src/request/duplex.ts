import type { StatusError } from "../model/status.ts";
import type { Call } from "./call.ts";

/** The server's end of a bidirectional stream, whatever protocol carries it. Nothing here throws. */
export interface DuplexServer<Request> {
  receive(request: Request): void;
  /** Resolves when there is room for further requests. undefined: there is room now. */
  whenRoom?(): Promise<void> | undefined;
  /** The client will send nothing more. */
  finish(): void;
  /** The connection is gone. */
  close(): void;
}

/** The way back to the client. */
export interface DuplexClient<Response> {
  send(response: Response): void;
  /** Whether the client takes what it is sent. While it does not, what is sent piles up in memory. */
  readonly isReady: boolean;
  /** Calls the listener whenever the client takes again what it is sent. */
  onReady(listener: () => void): void;
  /** Ends the stream, well or with an error. Later calls do nothing. */
  end(error?: StatusError): void;
}

export type OpenDuplex<Request, Response> = (
  call: Call,
  client: DuplexClient<Response>,
) => DuplexServer<Request>;
