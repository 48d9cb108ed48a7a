import { endpoints } from "@livechat/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attempt } from "../../src/features/webhooks/attempt.ts";
import { webhooks } from "../../src/store/webhooks.ts";
import { deliverAll } from "../deliver.ts";
import { type Backend, startBackend } from "../harness.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

/** What names lead to in these tests. */
const NAMES: Readonly<Record<string, string[]>> = {
  "good.example": ["93.184.215.14"],
  "inside.example": ["10.0.0.8"],
  "local.example": ["127.0.0.1"],
  "mixed.example": ["93.184.215.14", "192.168.1.4"],
  "mixed6.example": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::1"],
  "mapped.example": ["::ffff:10.0.0.1"],
  "metadata.google.internal": ["169.254.169.254"],
};

/** Address, and why it is refused. */
const BAD = [
  ["http://good.example/", "no https"],
  ["ftp://good.example/", "no https"],
  ["https://user:pass@good.example/", "user info"],
  ["https://user@good.example/", "user info"],
  ["https://good.example:22/", "another port"],
  ["https://good.example:8080/", "another port"],
  ["https://127.0.0.1/", "loopback"],
  ["https://127.1/", "loopback, cut short"],
  ["https://2130706433/", "loopback in decimal"],
  ["https://0x7f000001/", "loopback in hexadecimal"],
  ["https://0177.0.0.1/", "loopback in octal"],
  ["https://127.0.0.1./", "loopback with a dot"],
  ["https://１２７.0.0.1/", "loopback in full width"],
  ["https://[::1]/", "loopback of IPv6"],
  ["https://[::]/", "unspecified"],
  ["https://0.0.0.0/", "unspecified"],
  ["https://[::ffff:127.0.0.1]/", "mapped loopback"],
  ["https://[::ffff:a9fe:a9fe]/", "mapped metadata"],
  ["https://[64:ff9b::7f00:1]/", "NAT64"],
  ["https://[2002:7f00:1::]/", "6to4"],
  ["https://[2001:0:7f00:1::]/", "Teredo"],
  ["https://[fe80::1]/", "link-local of IPv6"],
  ["https://[fd00:ec2::254]/", "metadata of IPv6"],
  ["https://169.254.169.254/latest/meta-data/", "metadata"],
  ["https://metadata.google.internal/", "metadata by name"],
  ["https://10.1.2.3/", "private"],
  ["https://172.16.0.1/", "private"],
  ["https://192.168.0.1/", "private"],
  ["https://100.64.0.1/", "shared address space"],
  ["https://224.0.0.1/", "multicast"],
  ["https://inside.example/", "a name that leads inside"],
  ["https://local.example/", "a name that leads to loopback"],
  ["https://mixed.example/", "one private among two"],
  ["https://mixed6.example/", "one loopback among two"],
  ["https://mapped.example/", "a name that leads to a mapped address"],
  ["https://unknown.example/", "a name that leads nowhere"],
  ["not an address", "no address"],
] as const;

let backend: Backend;
let admin: string;
let names: Record<string, string[]>;

beforeAll(async () => {
  backend = await startBackend({ WEBHOOK_PRIVATE_HOSTS: "" });
  Object.assign(backend.ctx, { lookup: async (host: string) => names[host] ?? [] });
  await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin" })).token;
});
afterAll(() => backend.stop());
beforeEach(() => {
  names = { ...NAMES };
});

const make = (url: string) =>
  backend.call(endpoints.createWebhook, { as: admin, body: { url, eventTypes: ["message.created"] } });

/** Stored as if it had been good when it was saved. */
async function store(url: string): Promise<string> {
  const { id } = (await make("https://good.example/")).body;
  await webhooks.ref(backend.ctx.db, id).update({ url });
  return id;
}

describe.each(BAD)("%s (%s)", (url) => {
  it("is refused when it is saved", async () => {
    const answer = await make(url);
    expect([answer.status, answer.error.details?.[0]?.path]).toEqual([400, "url"]);
    const { id } = (await make("https://good.example/")).body;
    const changed = await backend.call(endpoints.updateWebhook, { as: admin, params: { id }, body: { url } });
    expect(changed.status).toBe(400);
  });

  it("is refused by a test and at a delivery, without a connection", async () => {
    const id = await store(url);
    const tested = (await backend.call(endpoints.testWebhook, { as: admin, params: { id } })).body;
    expect(tested.attempts).toMatchObject([{ status: null, error: expect.stringContaining("The address") }]);
    await backend.startSession({ message: "Hello" });
    await deliverAll(backend);
    const { items } = (await backend.call(endpoints.listDeliveries, { as: admin, params: { id } })).body;
    const delivered = items.find(({ type }) => type === "message.created");
    expect(delivered?.attempts).toMatchObject([
      { status: null, error: expect.stringContaining("The address") },
    ]);
    await backend.call(endpoints.deleteWebhook, { as: admin, params: { id } });
  });
});

describe("a name", () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());

  it("that leads inside later is refused then", async () => {
    const { id } = (await make("https://good.example/")).body;
    names["good.example"] = ["127.0.0.1"];
    const { attempts } = (await backend.call(endpoints.testWebhook, { as: admin, params: { id } })).body;
    expect(attempts).toMatchObject([{ status: null, error: expect.stringContaining("not public") }]);
  });

  it("is looked up once for an attempt: the connection goes to the address that was checked", async () => {
    const { port } = new URL(receiver.url);
    let lookups = 0;
    const config = { ...backend.config, webhookPrivateHosts: ["once.example"] };
    const lookup = async () => [["127.0.0.1"], ["203.0.113.1"]][lookups++] ?? [];
    const item = {
      id: "x",
      type: "webhook.ping",
      timestamp: "2026-01-01T00:00:00Z",
      data: { id: "x", apiVersion: "v1", conversationId: null, seq: null, object: {} },
    };
    const url = `http://once.example:${port}/`;
    const { answered } = await attempt({ url, secrets: [] }, item, { ...backend.ctx, config, lookup });
    expect([answered.status, lookups]).toEqual([204, 1]);
    expect(receiver.received[0]?.headers.host).toBe(`once.example:${port}`);
  });

  it("that is named as private may be private, by http and on any port; others may still not", async () => {
    const config = { ...backend.config, webhookPrivateHosts: ["127.0.0.1"] };
    const ctx = { ...backend.ctx, config };
    const { checkAddress } = await import("../../src/features/webhooks/address.ts");
    expect((await checkAddress(receiver.url, ctx)).address).toBe("127.0.0.1");
    await expect(checkAddress("https://127.0.0.2/", ctx)).rejects.toThrow("not public");
    await expect(checkAddress("https://local.example/", ctx)).rejects.toThrow("not public");
  });
});
