import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postmanCollection } from "../src/docs/postman/collection.ts";
import { pages } from "../src/http/docs.ts";
import { routes } from "../src/http/routes.ts";
import { createListener } from "../src/server/serve.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { createGroup } from "../src/team/create-group.ts";
import { type Backend, startBackend } from "./harness.ts";
import { failuresOf, runCollection } from "./run-collection.ts";

let backend: Backend;
let server: Server;

beforeAll(async () => {
  backend = await startBackend();
  const admin = { name: "Admin", email: "admin@livechat.test", password: "livechat-demo" };
  await createAgent({ ...admin, role: "admin" }, backend.ctx);
  await createGroup({ name: "Sales" }, backend.ctx);
  server = createServer(createListener(routes, backend.ctx, pages));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.close();
  await backend.stop();
});

test("the Postman runner finds every request as the collection says", async () => {
  const { port } = server.address() as AddressInfo;
  const run = await runCollection(`http://127.0.0.1:${port}`);
  expect(failuresOf(run)).toEqual([]);
  expect(run.stats.requests.total).toBeGreaterThanOrEqual(40);
  expect(run.stats.assertions.failed).toBe(0);
}, 60_000);

test.each(postmanCollection().item.map(({ name }) => name))(
  "the folder %s runs alone",
  async (folder) => {
    const { port } = server.address() as AddressInfo;
    // With a slash at the end of the address, which people type.
    const run = await runCollection(`http://127.0.0.1:${port}/`, folder);
    expect(failuresOf(run)).toEqual([]);
  },
  60_000,
);
