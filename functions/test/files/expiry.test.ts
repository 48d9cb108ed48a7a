import { endpoints } from "@livechat/contract";
import { afterEach, describe, expect, it } from "vitest";
import { lookAtDueFiles } from "../../src/features/files/look-at-due-files.ts";
import { type Desk, startDesk, text } from "./desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const HOUR = 3_600;
const sweep = () => lookAtDueFiles(desk.backend.ctx);

describe("files go", () => {
  it("within 24 hours when nobody sent them, finished or not, with what still wants to come", async () => {
    desk = await startDesk();
    const as = desk.people.vera.sessionToken;
    const ready = await desk.upload(as, text("ready"));
    const begun = (await desk.begin(as, text("begun"))).body;
    const kept = await desk.send(as, text("kept"));
    desk.backend.clock.advance(19 * HOUR);
    expect(await sweep()).toBe(0);
    desk.backend.clock.advance(4 * HOUR);
    expect(await sweep()).toBe(2);
    expect(await desk.stored(ready.id)).toBeNull();
    expect(await desk.stored(begun.file.id)).toBeNull();
    expect((await fetch(begun.upload.url, { method: "PUT", body: "begun" })).status).toBe(404);
    expect(desk.objects()).toHaveLength(1);
    expect((await desk.read(as, kept.id)).status).toBe(200);
    expect(await sweep()).toBe(0);
  });

  it("within 48 hours of their time when they expire", async () => {
    desk = await startDesk({ expireAfterDays: 1 });
    const as = desk.people.vera.sessionToken;
    const file = await desk.send(as, text("hello"));
    expect((await desk.stored(file.id))?.expiresAt).toBe(
      new Date(Date.parse(file.createdAt) + 24 * HOUR * 1_000).toISOString(),
    );
    desk.backend.clock.advance(23 * HOUR);
    expect(await sweep()).toBe(0);
    desk.backend.clock.advance(2 * HOUR);
    expect(await sweep()).toBe(1);
    expect((await desk.eventOf(file.id, as)).files[0]?.state).toBe("removed");
    expect(desk.objects()).toEqual([]);
    expect(await sweep()).toBe(0);
  });

  it("also when the store was down as they were removed", async () => {
    desk = await startDesk();
    const { vera, sue } = desk.people;
    const file = await desk.send(vera.sessionToken, text("hello"));
    const { faults } = desk.backend.storage;
    faults.unavailable = 100;
    const params = { id: file.id };
    const refused = await desk.backend.call(endpoints.deleteFile, { as: sue.token, params });
    expect(refused.status).toBe(503);
    expect((await desk.read(vera.sessionToken, file.id)).status).toBe(404);
    expect(desk.objects()).toHaveLength(1);
    await expect(sweep()).rejects.toThrow("could not be looked at");
    faults.unavailable = 0;
    expect(await sweep()).toBe(1);
    expect(desk.objects()).toEqual([]);
    expect(await sweep()).toBe(0);
  });

  it("costs one read when nothing is due", async () => {
    desk = await startDesk();
    await desk.send(desk.people.vera.sessionToken, text("hello"));
    const { meter } = desk.backend.emulator;
    meter.reset();
    await sweep();
    const { documentReads, documentWrites } = meter.usage(desk.backend.projectId);
    expect([documentReads, documentWrites]).toEqual([1, 0]);
  });
});
