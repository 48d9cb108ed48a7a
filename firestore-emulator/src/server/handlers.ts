import { controlRoute } from "../control/control-route.ts";
import type { HttpRoute } from "../request/http-route.ts";
import { restRoute } from "../rest/rest-route.ts";
import { streamingOperations, unaryOperations } from "../rpc/operations.ts";
import { webChannelRoute } from "../webchannel/route.ts";
import type { StreamHandler } from "./grpc-server.ts";
import { listen } from "./listen.ts";
import { write } from "./write.ts";

/** The bidirectional RPCs, by name: Listen, Write. */
export const streamHandlers: Readonly<Record<string, StreamHandler>> = { Listen: listen, Write: write };

/** HTTP/1.1 requests are offered to these in order: control endpoints, WebChannel, REST. */
export const httpRoutes: readonly HttpRoute[] = [
  controlRoute,
  webChannelRoute,
  restRoute({ unary: unaryOperations, streaming: streamingOperations }),
];
