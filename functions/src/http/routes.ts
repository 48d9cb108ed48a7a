import type { Route } from "../server/endpoint.ts";
import { agentRoutes } from "./agents.ts";
import { assignmentRoutes } from "./assignment.ts";
import { authRoutes } from "./auth.ts";
import { conversationRoutes } from "./conversations.ts";
import { fileRoutes } from "./files.ts";
import { groupRoutes } from "./groups.ts";
import { healthRoutes } from "./health.ts";
import { presenceRoutes } from "./presence.ts";
import { queueRoutes } from "./queue.ts";
import { scheduleRoutes } from "./schedules.ts";
import { tagRoutes } from "./tags.ts";
import { threadRoutes } from "./threads.ts";
import { widgetRoutes } from "./widget.ts";
import { widgetAdminRoutes } from "./widgets.ts";

/** Every route of the API: a file a resource. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...agentRoutes,
  ...groupRoutes,
  ...tagRoutes,
  ...scheduleRoutes,
  ...widgetAdminRoutes,
  ...widgetRoutes,
  ...threadRoutes,
  ...fileRoutes,
  ...conversationRoutes,
  ...assignmentRoutes,
  ...presenceRoutes,
  ...queueRoutes,
  ...healthRoutes,
];
