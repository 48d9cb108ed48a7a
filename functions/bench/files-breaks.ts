import { createHash, randomBytes } from "node:crypto";
import { endpoints } from "@livechat/contract";
import { sendBytes } from "../../chat-client/src/sending/send-bytes.ts";
import type { BenchTable } from "../../tests/bench/benchmark.ts";
import type { Setting } from "./files-setting.ts";

const SIZE = 25_000_000;
/** After so many bytes of three requests the connection is lost; three others between them go through. */
const CUTS = [200_000, SIZE, SIZE, SIZE, 1_000_000, SIZE, SIZE, SIZE, 1_500_000];

const alwaysOnline = { isOnline: () => true, onChange: () => () => {} };
const clock = {
  now: () => Date.now(),
  after: (millis: number, run: () => void) => {
    const timer = setTimeout(run, millis);
    return () => clearTimeout(timer);
  },
};

async function orderCuts({ url, token }: Setting["store"], cutUploadsAfterBytes: number[]): Promise<void> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const body = JSON.stringify({ cutUploadsAfterBytes });
  const answer = await fetch(`${url}/emulator/v1/faults`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`The store answered ${answer.status}.`);
}

interface Sent {
  readonly seconds: number;
  readonly requests: number;
  readonly asked: number;
  readonly sentBytes: number;
  readonly isWhole: boolean;
}

/** Sends 25 MB as the pages do, over a connection that breaks where it is told to. */
async function send({ api, token, conversationId, store }: Setting, cuts: number[]): Promise<Sent> {
  const content = randomBytes(SIZE);
  content.write("%PDF-1.7\n");
  const body = { name: "scan.pdf", contentType: "application/pdf", sizeBytes: SIZE };
  const as = { token, params: { id: conversationId } };
  const { file, upload } = (await api.call(endpoints.createConversationFile, { ...as, body })).body;
  await orderCuts(store, [...cuts]);
  const ranges: string[] = [];
  let sentBytes = 0;
  const startedAt = performance.now();
  const platform = {
    clock,
    network: alwaysOnline,
    fetch: (url: Parameters<typeof fetch>[0], init?: RequestInit) => {
      ranges.push(new Headers(init?.headers).get("Content-Range") ?? "");
      if (init?.body instanceof Blob) sentBytes += init.body.size;
      return fetch(url, init);
    },
  };
  const { signal } = new AbortController();
  await sendBytes({ url: upload.url, bytes: new Blob([content]), platform, signal, onProgress: () => {} });
  const seconds = (performance.now() - startedAt) / 1000;
  await api.call(endpoints.finishFile, { token, params: { id: file.id } });
  const query = { format: "json" } as const;
  const address = (await api.call(endpoints.getFile, { token, params: { id: file.id }, query })).body;
  const received = Buffer.from(await (await fetch(address?.url ?? "")).arrayBuffer());
  const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const asked = ranges.filter((range) => range.startsWith("bytes */")).length;
  return {
    seconds,
    requests: ranges.length,
    asked,
    sentBytes,
    isWhole: hashOf(received) === hashOf(content),
  };
}

export async function breaksTable(setting: Setting): Promise<BenchTable> {
  const rows = [];
  for (const [name, cuts] of [
    ["without a break", []],
    ["with three", CUTS],
  ] as const) {
    const { seconds, requests, asked, sentBytes, isWhole } = await send(setting, [...cuts]);
    const megabytes = (sentBytes / 1_000_000).toFixed(1);
    rows.push([name, seconds.toFixed(1), requests, asked, megabytes, isWhole ? "yes" : "no"]);
  }
  const columns = [
    "25 MB",
    "seconds, pauses included",
    "requests",
    "of them questions",
    "MB sent",
    "the same bytes",
  ];
  return { title: "An upload whose connection breaks", columns, rows };
}
