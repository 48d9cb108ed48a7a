import { endpoints } from "@livechat/contract";
import { readQueue } from "../routing/read-queue.ts";
import { route } from "../server/endpoint.ts";

export const queueRoutes = [route(endpoints.getQueue, (_call, ctx) => readQueue(ctx))];
