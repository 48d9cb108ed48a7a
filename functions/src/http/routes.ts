import type { Route } from "../server/endpoint.ts";
import { agentRoutes } from "./agents.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { assignmentRoutes } from "./assignment.ts";
import { auditRoutes } from "./audit.ts";
import { authRoutes } from "./auth.ts";
import { banRoutes } from "./bans.ts";
import { botRoutes } from "./bots.ts";
import { cannedResponseRoutes } from "./canned-responses.ts";
import { conversationRoutes } from "./conversations.ts";
import { draftRoutes } from "./drafts.ts";
import { feedRoutes } from "./feed.ts";
import { fileRoutes } from "./files.ts";
import { groupRoutes } from "./groups.ts";
import { healthRoutes } from "./health.ts";
import { identityRoutes } from "./identity.ts";
import { notificationRoutes } from "./notifications.ts";
import { presenceRoutes } from "./presence.ts";
import { pushRoutes } from "./push.ts";
import { queueRoutes } from "./queue.ts";
import { ratingRoutes } from "./ratings.ts";
import { reportRoutes } from "./reports.ts";
import { scheduleRoutes } from "./schedules.ts";
import { settingsRoutes } from "./settings.ts";
import { tagRoutes } from "./tags.ts";
import { threadRoutes } from "./threads.ts";
import { viewRoutes } from "./views.ts";
import { visitorRoutes } from "./visitors.ts";
import { webhookRoutes } from "./webhooks.ts";
import { widgetRoutes } from "./widget.ts";
import { widgetAdminRoutes } from "./widgets.ts";

/** Every route of the API: a file a resource. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...agentRoutes,
  ...groupRoutes,
  ...tagRoutes,
  ...scheduleRoutes,
  ...ratingRoutes,
  ...identityRoutes,
  ...widgetAdminRoutes,
  ...widgetRoutes,
  ...visitorRoutes,
  ...threadRoutes,
  ...fileRoutes,
  ...conversationRoutes,
  ...assignmentRoutes,
  ...presenceRoutes,
  ...queueRoutes,
  ...reportRoutes,
  ...cannedResponseRoutes,
  ...settingsRoutes,
  ...draftRoutes,
  ...viewRoutes,
  ...notificationRoutes,
  ...pushRoutes,
  ...banRoutes,
  ...auditRoutes,
  ...apiKeyRoutes,
  ...feedRoutes,
  ...webhookRoutes,
  ...botRoutes,
  ...healthRoutes,
];
