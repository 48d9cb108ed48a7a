import { endpoints } from "@livechat/contract";
import { afterEach, describe, expect, it } from "vitest";
import { lookAtDueFiles } from "../../src/features/files/look-at-due-files.ts";
import { processFile } from "../../src/features/files/process-file.ts";
import type { Scanner } from "../../src/features/files/scanner.ts";
import { type Desk, startDesk, text } from "./desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

/** In two halves, so that no scanner takes this file for the test file. */
const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const scanning = () => startDesk({ scan: "required" }, { FILE_SCANNER: "eicar" });
const shownOf = async (id: string) => (await desk.eventOf(id)).files[0];
const unreachable: Scanner = { scan: async () => Promise.reject(new Error("The scanner is away.")) };
const says = (verdict: "clean" | "infected"): Scanner => ({
  scan: async (bytes) => {
    for await (const _ of bytes);
    return verdict;
  },
});

describe("a required scan", () => {
  it("keeps a file from the other side until it is clean", async () => {
    desk = await scanning();
    const { vera, anna } = desk.people;
    const file = await desk.send(vera.sessionToken, text("hello"));
    expect(await shownOf(file.id)).toMatchObject({ scan: "pending", state: "attached" });
    expect((await desk.read(anna.token, file.id)).error.message).toBe("The file is being checked.");
    expect((await desk.read(vera.sessionToken, file.id)).status).toBe(200);
    await desk.process();
    expect((await shownOf(file.id))?.scan).toBe("clean");
    expect(await (await desk.follow(anna.token, file.id)).text()).toBe("hello");
  });

  it("takes an infected file away, wherever in it the test text stands", async () => {
    desk = await scanning();
    const { vera, anna } = desk.people;
    const bytes = Buffer.concat([Buffer.alloc(70_000, "a"), Buffer.from(EICAR), Buffer.alloc(70_000, "b")]);
    for (const each of [text(EICAR), { ...text(""), bytes }]) {
      const file = await desk.send(vera.sessionToken, each);
      await desk.process();
      expect(await shownOf(file.id)).toMatchObject({ scan: "infected", state: "removed" });
      expect((await desk.read(anna.token, file.id)).status).toBe(404);
      expect((await desk.read(vera.sessionToken, file.id)).status).toBe(404);
    }
    expect(desk.objects()).toEqual([]);
  });

  it("fails after 10 minutes, is tried again, and counts when it comes late", async () => {
    desk = await scanning();
    const { vera, anna } = desk.people;
    const { backend } = desk;
    const file = await desk.send(vera.sessionToken, text("hello"));
    const task = { fileId: file.id };
    await expect(processFile(task, backend.ctx, unreachable)).rejects.toThrow("away");
    backend.clock.advance(599);
    await lookAtDueFiles(backend.ctx);
    expect((await shownOf(file.id))?.scan).toBe("pending");
    backend.clock.advance(2);
    await lookAtDueFiles(backend.ctx);
    expect((await shownOf(file.id))?.scan).toBe("failed");
    expect((await desk.read(anna.token, file.id)).error.message).toBe("The file could not be checked.");

    backend.tasks.take();
    expect((await desk.finish(vera.sessionToken, file.id)).body.scan).toBe("pending");
    expect(await desk.process()).toBe(1);
    expect((await shownOf(file.id))?.scan).toBe("clean");
  });

  it("is not undone by results that come late, twice or the other way round", async () => {
    desk = await scanning();
    const { vera } = desk.people;
    const { backend } = desk;
    const file = await desk.send(vera.sessionToken, text("hello"));
    const task = { fileId: file.id };
    // A scan that began before and whose result comes after another one's.
    const slow: Scanner = {
      scan: async (bytes) => {
        await processFile(task, backend.ctx, says("clean"));
        return says("clean").scan(bytes);
      },
    };
    await processFile(task, backend.ctx, slow);
    expect((await shownOf(file.id))?.scan).toBe("clean");
    backend.clock.advance(3_600);
    await lookAtDueFiles(backend.ctx);
    await processFile(task, backend.ctx, unreachable);
    expect((await desk.finish(vera.sessionToken, file.id)).body.scan).toBe("clean");
    expect((await shownOf(file.id))?.scan).toBe("clean");
  });

  it("without a scanner lets nothing through", async () => {
    desk = await startDesk({ scan: "required" });
    const { vera, anna } = desk.people;
    const file = await desk.send(vera.sessionToken, text("hello"));
    await desk.process();
    expect((await desk.read(anna.token, file.id)).status).toBe(409);
    expect((await desk.stored(file.id))?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("of a file that is removed meanwhile leaves nothing behind", async () => {
    desk = await scanning();
    const { vera, sue } = desk.people;
    const file = await desk.send(vera.sessionToken, text("hello"));
    const removing: Scanner = {
      scan: async (bytes) => {
        const verdict = await says("clean").scan(bytes);
        await desk.backend.call(endpoints.deleteFile, { as: sue.token, params: { id: file.id } });
        return verdict;
      },
    };
    await processFile({ fileId: file.id }, desk.backend.ctx, removing);
    expect(await shownOf(file.id)).toMatchObject({ state: "removed", scan: "pending" });
    expect(desk.objects()).toEqual([]);
  });
});
