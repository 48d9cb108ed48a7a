import { agentEndpoints } from "./agent.ts";
import { apiKeyEndpoints } from "./api-key.ts";
import { auditEndpoints } from "./audit.ts";
import { authEndpoints } from "./auth.ts";
import { banEndpoints } from "./ban.ts";
import { botEndpoints } from "./bot.ts";
import { bulkEndpoints } from "./bulk.ts";
import { cannedResponseEndpoints } from "./canned-response.ts";
import { conversationEndpoints } from "./conversation.ts";
import { draftEndpoints } from "./draft.ts";
import type { Endpoint } from "./endpoint.ts";
import { feedEndpoints } from "./feed.ts";
import { fileEndpoints } from "./file.ts";
import { groupEndpoints } from "./group.ts";
import { healthEndpoints } from "./health.ts";
import { identityEndpoints } from "./identity.ts";
import { notificationEndpoints } from "./notification.ts";
import { pushEndpoints } from "./push.ts";
import { queueEndpoints } from "./queue.ts";
import { ratingEndpoints } from "./rating.ts";
import { reportEndpoints } from "./report.ts";
import { routingPreviewEndpoints } from "./routing-preview.ts";
import { scheduleEndpoints } from "./schedule.ts";
import { settingsEndpoints } from "./settings.ts";
import { tagEndpoints } from "./tag.ts";
import { threadEndpoints } from "./thread.ts";
import { viewEndpoints } from "./view.ts";
import { visitorEndpoints } from "./visitor.ts";
import { visitorNoteEndpoints } from "./visitor-note.ts";
import { webhookEndpoints } from "./webhook.ts";
import { widgetEndpoints } from "./widget.ts";
import { widgetAdminEndpoints } from "./widget-admin.ts";

/** The whole API. Routes, the OpenAPI document and the Postman collection are made from this table. */
export const endpoints = {
  ...authEndpoints,
  ...agentEndpoints,
  ...groupEndpoints,
  ...tagEndpoints,
  ...scheduleEndpoints,
  ...ratingEndpoints,
  ...identityEndpoints,
  ...widgetAdminEndpoints,
  ...widgetEndpoints,
  ...conversationEndpoints,
  ...bulkEndpoints,
  ...visitorEndpoints,
  ...visitorNoteEndpoints,
  ...threadEndpoints,
  ...fileEndpoints,
  ...queueEndpoints,
  ...banEndpoints,
  ...reportEndpoints,
  ...auditEndpoints,
  ...cannedResponseEndpoints,
  ...settingsEndpoints,
  ...draftEndpoints,
  ...viewEndpoints,
  ...notificationEndpoints,
  ...pushEndpoints,
  ...routingPreviewEndpoints,
  ...apiKeyEndpoints,
  ...feedEndpoints,
  ...webhookEndpoints,
  ...botEndpoints,
  ...healthEndpoints,
};

export const endpointList: readonly Endpoint[] = Object.values(endpoints);
