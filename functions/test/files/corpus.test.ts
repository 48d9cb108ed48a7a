import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpus, type Nasty } from "./corpus.ts";
import { type Desk, startDesk } from "./desk.ts";

const nasty = await corpus();
let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({ maxPerHour: 1_000 });
});
afterAll(() => desk.stop());

/** What the system does with a file, from the first call to the file's appearance. */
async function outcomeOf({ claimed, ...sent }: Nasty): Promise<string> {
  const as = desk.people.vera.sessionToken;
  const begun = await desk.begin(as, sent, { sizeBytes: claimed ?? sent.bytes.length });
  if (begun.status !== 201) {
    expect([400, 413, 415]).toContain(begun.status);
    return "refused at once";
  }
  const { file, upload } = begun.body;
  await fetch(upload.url, { method: "PUT", body: sent.bytes, headers: upload.headers });
  const finished = await desk.finish(as, file.id);
  if (finished.status !== 200) {
    expect([409, 415]).toContain(finished.status);
    expect((await desk.attach(as, [file.id])).status).toBeGreaterThanOrEqual(400);
    return "refused by content";
  }
  await desk.attach(as, [file.id]);
  await desk.process();
  await checkShown(file.id, { claimed, ...sent } as Nasty);
  return `taken as ${finished.body.contentType}`;
}

/** How it comes to the other side: its headers, its name, its thumbnail. */
async function checkShown(id: string, { name, inline, thumbnail, savedAs }: Nasty): Promise<void> {
  const { anna } = desk.people;
  const headers = (await desk.follow(anna.token, id)).headers;
  const disposition = headers.get("content-disposition") ?? "";
  const shownName = decodeURIComponent(disposition.replace(/^.*filename\*=UTF-8''/, ""));
  expect(shownName).toBe(savedAs ?? name);
  expect(disposition.startsWith("inline")).toBe(inline);
  expect(headers.get("content-type")).not.toMatch(/html|svg|xml|script/);
  const [shown] = (await desk.eventOf(id)).files;
  expect(shown?.hasThumbnail).toBe(thumbnail ?? false);
  if (!thumbnail) expect(shown?.width).toBeNull();
}

describe("a corpus of nasty files", () => {
  it("has at least 40, of all kinds", () => {
    expect(nasty.length).toBeGreaterThanOrEqual(40);
  });

  it.each(nasty)("$what: $outcome", async (file) => {
    expect(await outcomeOf(file)).toBe(file.outcome);
  });
});
