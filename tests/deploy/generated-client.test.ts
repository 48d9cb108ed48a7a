import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const openApi = join(import.meta.dirname, "..", "..", "docs", "openapi.json");
/** The last ones that run on Node 20. They take the compiler of TypeScript 5, which is why they are not dependencies. */
const GENERATORS = ["openapi-typescript@7", "openapi-fetch@0", "@hey-api/openapi-ts@0.95", "typescript@5"];

const TSCONFIG = {
  compilerOptions: {
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    strict: true,
    types: [],
    outDir: "out",
  },
  include: ["*.ts", "client"],
};

/** What an integrator writes with the types of the one and with the client of the other. */
const PROGRAM = `
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";
import { createBot, listConversations } from "./client/index.js";
import { client } from "./client/client.gen.js";

const at = process.env.LIVECHAT_URL ?? "";
const headers = { Authorization: "Bearer " + process.env.LIVECHAT_API_KEY };
console.log(client.getConfig().baseUrl);

const typed = createClient<paths>({ baseUrl: at, headers });
const page = await typed.GET("/v1/conversations", { params: { query: { status: "active", limit: 10 } } });
const first: components["schemas"]["Conversation"] | undefined = page.data?.items[0];
console.log(first?.queue?.position);

client.setConfig({ baseUrl: at, headers });
const same = await listConversations({ query: { status: "active", limit: 10 } });
console.log(same.data?.items[0]?.queue?.position);

const body: components["schemas"]["CreateBotBody"] = { name: "Robbie", webhookUrl: "https://bot.example.com/" };
export const bots = [() => typed.POST("/v1/bots", { body }), () => createBot({ body })];
// @ts-expect-error a name is missing
export const nameless = () => typed.POST("/v1/bots", { body: { webhookUrl: "https://bot.example.com/" } });
declare const process: { env: Record<string, string | undefined> };
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livechat-client-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  await writeFile(join(folder, "main.ts"), PROGRAM);
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...GENERATORS], {
    cwd: folder,
  });
});
afterAll(() => rm(folder, { recursive: true }));

const bin = (name: string, ...args: string[]) =>
  run(join(folder, "node_modules", ".bin", name), args, { cwd: folder });

/** Answers every call with a page of one conversation, third in its queue, and notes who asked for what. */
async function startApi() {
  const calls: string[] = [];
  const server = createServer(({ url, headers }, response) => {
    calls.push(`${url} ${headers.authorization}`);
    const items = [{ id: "c", queue: { position: 3, queuedAt: "2026-03-02T09:00:00.000Z" } }];
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ items, nextPageToken: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, calls, stop: () => server.close() };
}

it("clients that are made of the OpenAPI document compile under nodenext, have its address, and work", async () => {
  await bin("openapi-typescript", openApi, "-o", "api.d.ts");
  await bin("openapi-ts", "-i", openApi, "-o", "client");
  await bin("tsc", "-p", ".");
  const api = await startApi();
  try {
    const env = { ...process.env, LIVECHAT_URL: api.url, LIVECHAT_API_KEY: "key" };
    const { stdout } = await run(process.execPath, [join(folder, "out", "main.js")], { env });
    const { servers }: { servers: { url: string }[] } = JSON.parse(await readFile(openApi, "utf8"));
    expect(stdout.trim().split("\n")).toEqual([servers[0]?.url, "3", "3"]);
    expect(api.calls).toEqual(Array(2).fill("/v1/conversations?status=active&limit=10 Bearer key"));
  } finally {
    api.stop();
  }
});
