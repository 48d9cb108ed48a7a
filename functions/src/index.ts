import { afterFirstDeploy, afterRedeploy } from "firebase-functions/lifecycle";
import { defineSecret } from "firebase-functions/params";
import { requiresAPI, requiresRole } from "firebase-functions/v2";
import { onRequest } from "firebase-functions/v2/https";
import { setGlobalOptions } from "firebase-functions/v2/options";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { onTaskDispatched } from "firebase-functions/v2/tasks";
import { httpListener } from "./http/listener.ts";
import { parseDeployment } from "./platform/deployment.ts";
import { APIS, ROLES } from "./platform/requirements.ts";
import { runSweep } from "./schedules/sweep.ts";
import { takeRawRequests } from "./server/raw-request.ts";
import { handleAssignConversation } from "./tasks/assign-conversation.ts";
import { handleCheckDeadline } from "./tasks/check-deadline.ts";
import { handleDeliverWebhook, handleRetryWebhook } from "./tasks/deliver-webhook.ts";
import { handleMigrate } from "./tasks/migrate.ts";
import { handleProcessFile } from "./tasks/process-file.ts";
import { handleTellWebhooks } from "./tasks/tell-webhooks.ts";

const deployment = parseDeployment(process.env);
/** The key that signs agents' tokens. Several, separated by commas, while it is being rotated. */
const jwtSecret = defineSecret("JWT_SECRET");

setGlobalOptions({ region: deployment.region, secrets: [jwtSecret] });
for (const role of ROLES) requiresRole(role);
for (const { api, reason } of APIS) requiresAPI(api, reason);
afterFirstDeploy({ task: { function: "migrate", body: { data: { new: true } } } });
afterRedeploy({ task: { function: "migrate", body: { data: {} } } });

const target = process.env.FUNCTION_TARGET ?? "";
if (target === "api" || target === "widget") takeRawRequests();

// cors: false keeps the emulator from answering every origin in our place: see server/cors.ts.
const http = { ...deployment.http, concurrency: 80, invoker: "public", cors: false } as const;
const { maxConcurrentDispatches, ...retryConfig } = deployment.assignmentQueue;
const queue = {
  ...deployment.tasks,
  retryConfig,
  rateLimits: { maxConcurrentDispatches },
  invoker: "private",
} as const;

/** The REST API for agents and visitors. */
export const api = onRequest(http, httpListener);
/** The same application for the public start of a session, scaled apart from the agents' calls. */
export const widget = onRequest(http, httpListener);
/** Gives waiting conversations to agents. */
export const assignConversation = onTaskDispatched(queue, handleAssignConversation);
/** Looks at a deadline when it is due. */
export const checkDeadline = onTaskDispatched(queue, handleCheckDeadline);
/** Looks at files that have arrived: pictures, checksums, scans. One at a time, because pictures need memory. */
export const processFile = onTaskDispatched(
  { ...queue, memory: "1GiB", concurrency: 1, timeoutSeconds: 300 },
  handleProcessFile,
);
/** Puts what happened into the feed's order. One at a time: each takes all that waits. */
export const tellWebhooks = onTaskDispatched(
  { ...queue, rateLimits: { maxConcurrentDispatches: 1 }, maxInstances: 1 },
  handleTellWebhooks,
);
/** Tells webhooks and bots. Most of it is waiting for their answers. */
export const deliverWebhook = onTaskDispatched(
  { ...queue, rateLimits: { maxConcurrentDispatches: 200 }, concurrency: 80 },
  handleDeliverWebhook,
);
/** The same for endpoints that fail: their time-outs hold up nobody else. */
export const retryWebhook = onTaskDispatched(
  { ...queue, rateLimits: { maxConcurrentDispatches: 100 }, concurrency: 80 },
  handleRetryWebhook,
);
/** Brings stored data to this version, one run at a time. */
export const migrate = onTaskDispatched(
  { ...queue, rateLimits: { maxConcurrentDispatches: 1 }, maxInstances: 1, timeoutSeconds: 540 },
  handleMigrate,
);
/** Finds and repairs what was lost on the way. */
export const sweep = onSchedule(
  { schedule: "every 1 minutes", memory: deployment.tasks.memory, maxInstances: 1 },
  runSweep,
);
