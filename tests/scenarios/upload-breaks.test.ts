import { createHash, randomBytes } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { sendBytes } from "../../chat-client/src/sending/send-bytes.ts";
import { FakeNetwork } from "../../chat-client/test/fakes.ts";
import { type Desk, startDesk } from "../../functions/test/files/desk.ts";

const MEGABYTE = 1_000_000;
const SIZE = 25 * MEGABYTE;

let desk: Desk;
afterEach(() => desk.stop());

/** Time in which pauses are over at once. */
const clock = {
  now: () => Date.now(),
  after: (_millis: number, run: () => void) => {
    const timer = setImmediate(run);
    return () => clearImmediate(timer);
  },
};

it("25 MB over a connection that breaks three times end complete", async () => {
  desk = await startDesk();
  const as = desk.people.vera.sessionToken;
  const content = randomBytes(SIZE);
  // So that what is found is a type that is taken.
  content.write("%PDF-1.7\n");
  const sent = { name: "scan.pdf", contentType: "application/pdf", bytes: content };
  const { file, upload } = (await desk.begin(as, sent)).body;
  // The connection is lost in the middle of three requests; others between them go through.
  const through = Array<number>(3).fill(SIZE);
  const cuts = [200_000, ...through, 1_000_000, ...through, 1_500_000];
  desk.backend.storage.faults.cutUploadsAfterBytes.push(...cuts);
  const requests: string[] = [];
  const progress: number[] = [];
  await sendBytes({
    url: upload.url,
    bytes: new Blob([content]),
    platform: {
      clock,
      network: new FakeNetwork(),
      fetch: (url, init) => {
        requests.push(new Headers(init?.headers).get("Content-Range") ?? "");
        return fetch(url, init);
      },
    },
    signal: new AbortController().signal,
    onProgress: (arrived) => progress.push(arrived),
  });
  expect(requests.filter((range) => range.startsWith("bytes */")).length).toBe(3);
  expect(progress.at(-1)).toBe(SIZE);
  expect((await desk.finish(as, file.id)).body).toMatchObject({ state: "ready", sizeBytes: SIZE });
  await desk.attach(as, [file.id]);
  const received = createHash("sha256");
  const answer = await desk.follow(desk.people.anna.token, file.id);
  for await (const chunk of answer.body ?? []) received.update(chunk);
  const hash = createHash("sha256").update(content).digest("hex");
  expect(received.digest("hex")).toBe(hash);
  await desk.process();
  expect((await desk.stored(file.id))?.sha256).toBe(hash);
});
