import type { AlertPolicy } from "../google/google-types.ts";
import type { metrics } from "./metrics.ts";
import { UPTIME_NAME } from "./uptime.ts";

type MetricName = (typeof metrics)[number]["name"];

/** Policies are found again by their names, which all begin so. */
export const ALERT_PREFIX = "livechat: ";

const MINUTE = 60;
const FUNCTION = 'resource.type = "cloud_run_revision"';

function logged(metric: MetricName): string {
  return `metric.type = "logging.googleapis.com/user/${metric}" AND ${FUNCTION}`;
}

interface Threshold {
  readonly name: string;
  readonly filter: string;
  readonly above: number;
  /** Over how long values are added up or compared. */
  readonly minutes: number;
  readonly aligner: string;
  readonly reducer: string;
}

function threshold({ name, filter, above, minutes, aligner, reducer }: Threshold): AlertPolicy {
  return {
    displayName: `${ALERT_PREFIX}${name}`,
    combiner: "OR",
    conditions: [
      {
        displayName: name,
        conditionThreshold: {
          filter,
          comparison: "COMPARISON_GT",
          thresholdValue: above,
          duration: "0s",
          aggregations: [
            {
              alignmentPeriod: `${minutes * MINUTE}s`,
              perSeriesAligner: aligner,
              crossSeriesReducer: reducer,
            },
          ],
        },
      },
    ],
    documentation: { content: `Runbook: docs/operations.md, "${name}".`, mimeType: "text/markdown" },
    alertStrategy: { autoClose: `${30 * MINUTE}s` },
  };
}

const summed = { aligner: "ALIGN_DELTA", reducer: "REDUCE_SUM" } as const;

const sweepMissing: AlertPolicy = {
  displayName: `${ALERT_PREFIX}The sweep does not run`,
  combiner: "OR",
  conditions: [
    {
      displayName: "no successful run",
      conditionAbsent: {
        filter: `metric.type = "run.googleapis.com/request_count" AND ${FUNCTION} AND resource.label.service_name = "sweep" AND metric.label.response_code_class = "2xx"`,
        duration: `${10 * MINUTE}s`,
        aggregations: [
          {
            alignmentPeriod: `${MINUTE}s`,
            perSeriesAligner: "ALIGN_DELTA",
            crossSeriesReducer: "REDUCE_SUM",
          },
        ],
      },
    },
  ],
  documentation: {
    content: 'Runbook: docs/operations.md, "The sweep does not run".',
    mimeType: "text/markdown",
  },
  alertStrategy: { autoClose: `${30 * MINUTE}s` },
};

/** What somebody is told about. Every name is a heading of docs/operations.md. */
export const alerts: readonly AlertPolicy[] = [
  threshold({ name: "Errors", filter: logged("livechat_errors"), above: 5, minutes: 5, ...summed }),
  threshold({
    name: "Tasks are lost",
    filter: logged("livechat_lost_tasks"),
    above: 5,
    minutes: 10,
    ...summed,
  }),
  threshold({
    name: "The database is busy",
    filter: logged("livechat_busy_database"),
    above: 10,
    minutes: 5,
    ...summed,
  }),
  threshold({
    name: "The API is slow",
    filter: `metric.type = "run.googleapis.com/request_latencies" AND ${FUNCTION} AND resource.label.service_name = "api"`,
    above: 2_000,
    minutes: 10,
    aligner: "ALIGN_PERCENTILE_95",
    reducer: "REDUCE_MAX",
  }),
  threshold({
    name: "Assignments wait",
    filter:
      'metric.type = "cloudtasks.googleapis.com/queue/depth" AND resource.type = "cloud_tasks_queue" AND resource.label.queue_id = "assignConversation"',
    above: 100,
    minutes: 5,
    aligner: "ALIGN_MIN",
    reducer: "REDUCE_MAX",
  }),
  threshold({
    name: "The API does not answer",
    filter: `metric.type = "monitoring.googleapis.com/uptime_check/check_passed" AND resource.type = "uptime_url" AND metric.label.check_id = has_substring("${UPTIME_NAME}")`,
    above: 1,
    minutes: 10,
    aligner: "ALIGN_NEXT_OLDER",
    reducer: "REDUCE_COUNT_FALSE",
  }),
  sweepMissing,
];
