import { onRequest } from "firebase-functions/v2/https";
import { setGlobalOptions } from "firebase-functions/v2/options";
import { onSchedule } from "firebase-functions/v2/scheduler";
import { onTaskDispatched } from "firebase-functions/v2/tasks";
import { httpListener } from "./http/listener.ts";
import { jwtSecret, queueParams } from "./platform/params.ts";
import { REGION } from "./platform/region.ts";
import { runSweep } from "./schedules/sweep.ts";
import { takeRawRequests } from "./server/raw-request.ts";
import { handleAssignConversation } from "./tasks/assign-conversation.ts";
import { handleCheckDeadline } from "./tasks/check-deadline.ts";
import { handleMigrate } from "./tasks/migrate.ts";

setGlobalOptions({ region: REGION, secrets: [jwtSecret] });

const target = process.env.FUNCTION_TARGET ?? "";
if (target === "api" || target === "widget") takeRawRequests();

// cors: false keeps the emulator from answering every origin in our place: see platform/cors.ts.
const http = { concurrency: 80, memory: "512MiB", invoker: "public", cors: false } as const;
const queue = {
  retryConfig: {
    maxAttempts: queueParams.maxAttempts,
    minBackoffSeconds: queueParams.minBackoffSeconds,
    maxBackoffSeconds: queueParams.maxBackoffSeconds,
  },
  rateLimits: { maxConcurrentDispatches: queueParams.maxConcurrentDispatches },
  memory: "512MiB",
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
/** Brings stored data to this version, one run at a time. */
export const migrate = onTaskDispatched(
  { ...queue, rateLimits: { maxConcurrentDispatches: 1 }, timeoutSeconds: 540 },
  handleMigrate,
);
/** Finds and repairs what was lost on the way. */
export const sweep = onSchedule({ schedule: "every 1 minutes", memory: "512MiB" }, runSweep);
