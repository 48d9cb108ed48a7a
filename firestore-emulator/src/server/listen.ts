import { openListen } from "../listen/open-listen.ts";
import { grpcDuplex } from "./grpc-duplex.ts";
import type { StreamHandler } from "./grpc-server.ts";

/** Listen over gRPC. */
export const listen: StreamHandler = grpcDuplex(openListen);
