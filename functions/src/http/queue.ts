import { endpoints } from "@livechat/contract";
import { route } from "../platform/endpoint.ts";
import { readQueue } from "../routing/read-queue.ts";

export const queueRoutes = [route(endpoints.getQueue, (_call, ctx) => readQueue(ctx))];
