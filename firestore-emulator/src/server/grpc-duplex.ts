import grpc from "@grpc/grpc-js";
import type { StatusError } from "../model/status.ts";
import type { DuplexClient, OpenDuplex } from "../request/duplex.ts";
import { type StreamHandler, statusOf } from "./grpc-server.ts";

type GrpcStream = Parameters<StreamHandler>[1];

/** Responses that may wait in the stream for the network, each of a megabyte at most. */
const MAX_BUFFERED_RESPONSES = 64;

/** Runs a bidirectional stream over a gRPC call. */
export function grpcDuplex<Request, Response extends object>(
  open: OpenDuplex<Request, Response>,
): StreamHandler {
  return (call, stream) => {
    const client = new GrpcClient<Response>(stream);
    const server = open(call, client);
    stream.on("data", (request) => {
      server.receive(request as Request);
      const room = server.whenRoom?.();
      if (room === undefined) return;
      stream.pause();
      void room.then(() => stream.resume());
    });
    stream.on("end", () => server.finish());
    for (const gone of ["cancelled", "error", "close"]) stream.on(gone, () => server.close());
  };
}

class GrpcClient<Response extends object> implements DuplexClient<Response> {
  private ended = false;

  constructor(private readonly stream: GrpcStream) {}

  send(response: Response): void {
    if (this.ended || this.stream.cancelled) return;
    this.stream.write(response);
  }

  get isReady(): boolean {
    return this.stream.writableLength < MAX_BUFFERED_RESPONSES;
  }

  onReady(listener: () => void): void {
    this.stream.on("drain", listener);
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
}
