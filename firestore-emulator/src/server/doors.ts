import { controlRoute } from "../control/control-route.ts";
import { restRoute } from "../rest/rest-route.ts";
import { listen } from "../rpc/listen.ts";
import { streamingOperations, unaryOperations } from "../rpc/operations.ts";
import { write } from "../rpc/write.ts";
import { webChannelRoute } from "../webchannel/route.ts";
import type { StreamHandler } from "./grpc-door.ts";
import type { HttpRoute } from "./http-route.ts";

/** The bidirectional RPCs, by name: Listen, Write. */
export const streamHandlers: Readonly<Record<string, StreamHandler>> = { Listen: listen, Write: write };

/** HTTP/1.1 requests are offered to these in order: control endpoints, WebChannel, REST. */
export const httpRoutes: readonly HttpRoute[] = [
  controlRoute,
  webChannelRoute,
  restRoute({ unary: unaryOperations, streaming: streamingOperations }),
];
