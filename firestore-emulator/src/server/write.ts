import { openWrite } from "../write-stream/write-stream.ts";
import { grpcDuplex } from "./grpc-duplex.ts";
import type { StreamHandler } from "./grpc-server.ts";

/** Write over gRPC. */
export const write: StreamHandler = grpcDuplex(openWrite);
