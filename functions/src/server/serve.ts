import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Context } from "../platform/context.ts";
import { createApp, type Page } from "./app.ts";
import type { Route } from "./endpoint.ts";

export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The application as a plain Node request listener, as Functions and `node:http` call it. */
export function createListener(
  routes: readonly Route[],
  ctx: Context,
  pages: readonly Page[] = [],
): Listener {
  const app = createApp(routes, ctx, pages);
  // A body that nobody reads, of a call that is refused before, is left to Node, which drops it. The library would
  // cut the connection after half a second, and with it answers that are on their way.
  return getRequestListener(app.fetch, { autoCleanupIncoming: false });
}
