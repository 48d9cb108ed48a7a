import type { LogMetric } from "../google/google-types.ts";

/** Functions of the 2nd generation log as Cloud Run services. */
const FUNCTIONS = 'resource.type="cloud_run_revision"';

const counter = { metricKind: "DELTA", valueType: "INT64", unit: "1" } as const;

/** Counters of log lines. In Cloud Monitoring their names begin with `logging.googleapis.com/user/`. */
export const metrics = [
  {
    name: "livechat_errors",
    description:
      "Lines that somebody should read: each is a mistake of ours or a failure of a service below.",
    filter: `${FUNCTIONS} AND severity>=ERROR`,
    metricDescriptor: counter,
  },
  {
    name: "livechat_lost_tasks",
    description: "Work that no task had done in time; the sweep has made up for it by then.",
    filter: `${FUNCTIONS} AND jsonPayload.message=~"^A task (was lost|could not be enqueued)"`,
    metricDescriptor: counter,
  },
  {
    name: "livechat_busy_database",
    description: "Calls answered 503 because Firestore refused or was too slow.",
    filter: `${FUNCTIONS} AND jsonPayload.message=~"^(The database is busy|This took too long)"`,
    metricDescriptor: counter,
  },
  {
    name: "livechat_calls",
    description: "Calls of the API that were answered, whatever the answer.",
    filter: `${FUNCTIONS} AND jsonPayload.latencyMillis>=0`,
    metricDescriptor: counter,
  },
] as const satisfies LogMetric[];
