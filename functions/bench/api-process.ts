/**
 * A process that serves the API over HTTP as a function does; tasks are dropped. `memory` and `cpu` tell what it uses;
 * `bareSessions` as JSON tells what their database calls alone take; a task as JSON is run.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { routes } from "../src/http/routes.ts";
import { parseConfig } from "../src/platform/config.ts";
import { createContext } from "../src/platform/context.ts";
import { silentLog } from "../src/platform/log.ts";
import { assignmentTask, runAssignmentTask } from "../src/routing/run-task.ts";
import { createListener } from "../src/server/serve.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { createGroup } from "../src/team/create-group.ts";
import { ADMIN } from "./admin.ts";
import { measureBareSessions } from "./bare-sessions.ts";

const UNLIMITED = "1000000";
const config = parseConfig({
  ...process.env,
  SESSIONS_PER_ADDRESS_PER_MINUTE: UNLIMITED,
  MESSAGES_PER_SENDER_PER_MINUTE: UNLIMITED,
  CALLS_PER_AGENT_PER_MINUTE: UNLIMITED,
  CALLS_PER_VISITOR_PER_MINUTE: UNLIMITED,
  PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE: UNLIMITED,
  SESSIONS_PER_MINUTE: UNLIMITED,
});
const ctx = { ...createContext(config, silentLog), tasks: { enqueue: async () => {} } };
await createAgent({ ...ADMIN, role: "admin" }, ctx);
await createGroup({ name: "Sales" }, ctx);

async function answer(question: string): Promise<unknown> {
  if (question === "cpu") return process.cpuUsage();
  if (question === "memory") {
    globalThis.gc?.();
    return process.memoryUsage();
  }
  const asked = JSON.parse(question);
  if (asked.bareSessions) return measureBareSessions(asked.bareSessions, ctx);
  await runAssignmentTask(assignmentTask.parse(asked), { taskId: ctx.newId(), isLast: false }, ctx);
  return null;
}

const server = createServer(createListener(routes, ctx));
// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit(0));
process.on("message", async (question: string) => {
  process.send?.(await answer(question));
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
