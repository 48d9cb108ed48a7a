import type { Dashboard } from "../google/google-types.ts";

export const DASHBOARD_NAME = "livechat";
const COLUMNS = 48;
const WIDTH = 24;
const HEIGHT = 16;
const FUNCTION = 'resource.type="cloud_run_revision"';

interface Chart {
  readonly title: string;
  readonly filter: string;
  readonly aligner: string;
  readonly groupBy?: string;
}

const CHARTS: readonly Chart[] = [
  {
    title: "Calls a second, by function",
    filter: `metric.type="run.googleapis.com/request_count" ${FUNCTION}`,
    aligner: "ALIGN_RATE",
    groupBy: "resource.label.service_name",
  },
  {
    title: "95th percentile of the latency, by function",
    filter: `metric.type="run.googleapis.com/request_latencies" ${FUNCTION}`,
    aligner: "ALIGN_PERCENTILE_95",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Lines to read",
    filter: `metric.type="logging.googleapis.com/user/livechat_errors" ${FUNCTION}`,
    aligner: "ALIGN_DELTA",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Tasks that were lost",
    filter: `metric.type="logging.googleapis.com/user/livechat_lost_tasks" ${FUNCTION}`,
    aligner: "ALIGN_DELTA",
  },
  {
    title: "Tasks that wait, by queue",
    filter: 'metric.type="cloudtasks.googleapis.com/queue/depth" resource.type="cloud_tasks_queue"',
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.queue_id",
  },
  {
    title: "Instances, by function",
    filter: `metric.type="run.googleapis.com/container/instance_count" ${FUNCTION}`,
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Documents read a second",
    filter: 'metric.type="firestore.googleapis.com/document/read_count" resource.type="firestore_instance"',
    aligner: "ALIGN_RATE",
  },
  {
    title: "Documents written a second",
    filter: 'metric.type="firestore.googleapis.com/document/write_count" resource.type="firestore_instance"',
    aligner: "ALIGN_RATE",
  },
];

function tile({ title, filter, aligner, groupBy }: Chart, index: number) {
  const aggregation = {
    alignmentPeriod: "60s",
    perSeriesAligner: aligner,
    crossSeriesReducer: aligner.startsWith("ALIGN_PERCENTILE") ? "REDUCE_MAX" : "REDUCE_SUM",
    ...(groupBy && { groupByFields: [groupBy] }),
  };
  return {
    xPos: (index % 2) * WIDTH,
    yPos: Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    widget: {
      title,
      xyChart: {
        dataSets: [{ timeSeriesQuery: { timeSeriesFilter: { filter, aggregation } }, plotType: "LINE" }],
      },
    },
  };
}

/** Everything at a glance: calls, latency, errors, tasks, instances, documents. */
export const dashboard: Dashboard = {
  displayName: DASHBOARD_NAME,
  mosaicLayout: { columns: COLUMNS, tiles: CHARTS.map(tile) },
};
