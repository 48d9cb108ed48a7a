import { grpcDuplex } from "../listen/grpc-duplex.ts";
import { openListen } from "../listen/open-listen.ts";
import type { StreamHandler } from "../server/grpc-door.ts";

/** Listen over gRPC. */
export const listen: StreamHandler = grpcDuplex(openListen);
