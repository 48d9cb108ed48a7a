// Loaded into the Firebase CLI before its own code. The functions emulator starts one more process for every request
// that comes while the others are busy: a hundred requests at once cost 13 GB and more than a minute. In the cloud an
// instance takes as many at once as its `concurrency` says, so here a busy process takes further requests, too.
import runtimeWorker from "firebase-tools/lib/emulator/functionsRuntimeWorker.js";

/** As in functions/src/index.ts. */
const CONCURRENCY = 80;

const { RuntimeWorker, RuntimeWorkerPool } = runtimeWorker;
const { request } = RuntimeWorker.prototype;
const { getIdleWorker } = RuntimeWorkerPool.prototype;
const running = new WeakMap();

RuntimeWorker.prototype.request = async function countedRequest(...args) {
  running.set(this, (running.get(this) ?? 0) + 1);
  try {
    return await request.apply(this, args);
  } finally {
    running.set(this, running.get(this) - 1);
    // The first request that ends marks the process as idle although others are still running.
    if (this.state === "IDLE" && running.get(this) > 0) this.state = "BUSY";
  }
};

RuntimeWorkerPool.prototype.getIdleWorker = function leastBusyWorker(triggerId, runtime) {
  const idle = getIdleWorker.call(this, triggerId, runtime);
  if (idle) return idle;
  const free = this.getTriggerWorkers(triggerId, runtime).filter(
    (worker) => worker.state === "BUSY" && (running.get(worker) ?? 0) < CONCURRENCY,
  );
  return free.sort((a, b) => (running.get(a) ?? 0) - (running.get(b) ?? 0))[0];
};
