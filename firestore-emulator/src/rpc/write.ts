import { grpcDuplex } from "../listen/grpc-duplex.ts";
import type { StreamHandler } from "../server/grpc-door.ts";
import { openWrite } from "../write-stream/write-stream.ts";

/** Write over gRPC. */
export const write: StreamHandler = grpcDuplex(openWrite);
