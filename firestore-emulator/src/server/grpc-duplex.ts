import grpc from "@grpc/grpc-js";
import { LISTEN_LIMITS } from "../listen/limits.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { DuplexClient, OpenDuplex } from "../request/duplex.ts";
import { type StreamHandler, statusOf } from "./grpc-server.ts";

type GrpcStream = Parameters<StreamHandler>[1];

/** Runs a bidirectional stream over a gRPC call. */
export function grpcDuplex<Request, Response extends object>(
  open: OpenDuplex<Request, Response>,
): StreamHandler {
  return (call, stream) => {
    const client = new GrpcClient<Response>(stream);
    const server = open(call, client);
    stream.on("data", (request) => client.whileAnswering(() => server.receive(request as Request)));
    stream.on("end", () => server.finish());
    for (const gone of ["cancelled", "error", "close"]) stream.on(gone, () => server.close());
  };
}

class GrpcClient<Response extends object> implements DuplexClient<Response> {
  private ended = false;
  /** Responses that may wait: what the last request was answered with, and some more. */
  private allowance = Number.POSITIVE_INFINITY;

  constructor(private readonly stream: GrpcStream) {}

  send(response: Response): void {
    if (this.ended || this.stream.cancelled) return;
    this.stream.write(response);
    if (this.stream.writableLength > this.allowance) this.end(tooSlow());
  }

  end(error?: StatusError): void {
    if (this.ended) return;
    this.ended = true;
    if (error === undefined) this.stream.end();
    else {
      // The server SDK takes a status without headers before it for a lost connection, and tries again for seconds.
      this.stream.sendMetadata(new grpc.Metadata());
      this.stream.emit("error", statusOf(error));
    }
  }

  whileAnswering(receive: () => void): void {
    this.allowance = Number.POSITIVE_INFINITY;
    receive();
    this.allowance = this.stream.writableLength + LISTEN_LIMITS.MAX_WAITING_RESPONSES;
  }
}

function tooSlow(): StatusError {
  return new StatusError(StatusCode.RESOURCE_EXHAUSTED, "The client does not keep up with the stream.");
}
