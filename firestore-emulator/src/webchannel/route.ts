import { openListen } from "../listen/open-listen.ts";
import type { EmulatorContext } from "../request/context.ts";
import type { HttpRoute } from "../request/http-route.ts";
import { openWrite } from "../write-stream/write-stream.ts";
import { channelRoute } from "./channel-route.ts";
import { ChannelSessions } from "./sessions.ts";
import { connectStreams } from "./streams.ts";

const connect = connectStreams({ Listen: openListen, Write: openWrite });
const sessionsOf = new WeakMap<EmulatorContext, ChannelSessions>();

/** Listen and Write for browsers. */
export const webChannelRoute: HttpRoute = (exchange) => {
  const sessions = sessionsOf.get(exchange.context) ?? new ChannelSessions();
  sessionsOf.set(exchange.context, sessions);
  return channelRoute({ sessions, connect })(exchange);
};
