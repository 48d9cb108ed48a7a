import { endpoints } from "@livechat/contract";
import { readFeed } from "../features/feed/read-feed.ts";
import { route } from "../server/endpoint.ts";

export const feedRoutes = [route(endpoints.readFeed, ({ query }, ctx) => readFeed(query, ctx))];
