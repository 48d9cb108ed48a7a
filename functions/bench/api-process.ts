/** A process that serves the API over HTTP as a function does; tasks are dropped. `memory` tells what it uses. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { routes } from "../src/http/routes.ts";
import { parseConfig } from "../src/platform/config.ts";
import { createContext } from "../src/platform/context.ts";
import { silentLog } from "../src/platform/log.ts";
import { createListener } from "../src/server/serve.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { createGroup } from "../src/team/create-group.ts";
import { ADMIN } from "./admin.ts";

const UNLIMITED = "1000000";
const config = parseConfig({
  ...process.env,
  SESSIONS_PER_ADDRESS_PER_MINUTE: UNLIMITED,
  MESSAGES_PER_SENDER_PER_MINUTE: UNLIMITED,
  CALLS_PER_AGENT_PER_MINUTE: UNLIMITED,
});
const ctx = { ...createContext(config, silentLog), tasks: { enqueue: async () => {} } };
await createAgent({ ...ADMIN, role: "admin" }, ctx);
await createGroup({ name: "Sales" }, ctx);

const server = createServer(createListener(routes, ctx));
// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit(0));
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
