import type { UptimeCheck } from "../google/google-types.ts";

/** Google makes the check's id from its name. */
export const UPTIME_NAME = "livechat-api";
const EVERY_SECONDS = 300;

/** Asks from outside whether the API answers, the database is read and tokens can be signed. */
export function uptimeCheck(projectId: string, host: string): UptimeCheck {
  return {
    displayName: UPTIME_NAME,
    monitoredResource: { type: "uptime_url", labels: { project_id: projectId, host } },
    httpCheck: { path: "/v1/health?deep=true", port: 443, useSsl: true, validateSsl: true },
    period: `${EVERY_SECONDS}s`,
    timeout: "30s",
  };
}
