import { endpoints } from "@livechat/contract";
import { afterEach, describe, expect, it } from "vitest";
import { type Desk, startDesk, text } from "./desk.ts";
import { picture } from "./pictures.ts";

let desk: Desk;
afterEach(() => desk.stop());

const statusOf = async (url: string) => (await fetch(url)).status;
async function addressFor(as: string, id: string, query: { thumbnail?: "true" } = {}): Promise<string> {
  const { body } = await desk.read(as, id, query);
  if (body === null) throw new Error("There is no address.");
  return body.url;
}

describe("every address dies", () => {
  it("after 5 minutes, the thumbnail's too", async () => {
    desk = await startDesk();
    const { vera, anna } = desk.people;
    const file = await desk.send(vera.sessionToken, await picture());
    await desk.process();
    const addresses = [
      await addressFor(anna.token, file.id),
      await addressFor(vera.sessionToken, file.id),
      await addressFor(anna.token, file.id, { thumbnail: "true" }),
    ];
    desk.backend.clock.advance(298);
    expect(await Promise.all(addresses.map(statusOf))).toEqual([200, 200, 200]);
    desk.backend.clock.advance(3);
    expect(await Promise.all(addresses.map(statusOf))).toEqual([400, 400, 400]);
  });

  it("when the file is removed, also while somebody looks: the event says so", async () => {
    desk = await startDesk();
    const { vera, anna, sue } = desk.people;
    const file = await desk.send(vera.sessionToken, await picture());
    await desk.process();
    const [whole, small] = [
      await addressFor(anna.token, file.id),
      await addressFor(anna.token, file.id, { thumbnail: "true" }),
    ];
    const looking = await fetch(whole);
    const remove = () => desk.backend.call(endpoints.deleteFile, { as: sue.token, params: { id: file.id } });
    expect((await remove()).status).toBe(204);
    expect(await Promise.all([whole, small].map(statusOf))).toEqual([404, 404]);
    for (const token of [vera.sessionToken, anna.token, sue.token]) {
      expect((await desk.read(token, file.id)).status).toBe(404);
    }
    const [shown] = (await desk.eventOf(file.id)).files;
    expect(shown).toMatchObject({ name: file.name, state: "removed", hasThumbnail: false });
    expect(desk.objects()).toEqual([]);
    expect((await remove()).status).toBe(204);
    // What somebody has begun to read is theirs.
    expect((await looking.arrayBuffer()).byteLength).toBe(file.sizeBytes);
  });

  it("when the access ends: the right is looked at with every call", async () => {
    desk = await startDesk();
    const { vera, anna, sales, sue } = desk.people;
    const ben = await desk.backend.people.agent("Ben", { groupIds: [sales] });
    const otto = await desk.backend.startSession({ message: "I am somebody else" });
    const file = await desk.send(vera.sessionToken, text("hello"));
    expect((await desk.read(ben.token, file.id)).status).toBe(200);
    expect((await desk.read(otto.sessionToken, file.id)).status).toBe(404);
    await desk.backend.ctx.db.doc(`agents/${ben.id}`).update({ groupIds: [] });
    expect((await desk.read(ben.token, file.id)).status).toBe(403);
    await desk.backend.call(endpoints.logout, { as: anna.token });
    expect((await desk.read(anna.token, file.id)).status).toBe(401);
    expect((await desk.read(sue.token, file.id)).status).toBe(200);
  });

  it("is never there for what is not sent, and for private notes not for the visitor", async () => {
    desk = await startDesk();
    const { vera, anna, sue } = desk.people;
    const unsent = await desk.upload(vera.sessionToken, text("draft"));
    expect((await desk.read(vera.sessionToken, unsent.id)).status).toBe(200);
    expect((await desk.read(sue.token, unsent.id)).status).toBe(404);
    const note = await desk.send(anna.token, text("for us"), { visibility: "agents" });
    expect((await desk.read(anna.token, note.id)).status).toBe(200);
    expect((await desk.read(vera.sessionToken, note.id)).status).toBe(404);
  });

  it("holds nothing that a user typed, and is signed for one version of one object", async () => {
    desk = await startDesk();
    const { vera } = desk.people;
    const file = await desk.send(vera.sessionToken, { ...text("hello"), name: "Vera's secret.txt" });
    const url = new URL(await addressFor(vera.sessionToken, file.id));
    expect(url.pathname).not.toContain("secret");
    expect(url.searchParams.get("generation")).toMatch(/^\d+$/);
    for (const change of ["X-Goog-Signature", "X-Goog-Expires", "generation", "response-content-type"]) {
      const other = new URL(url);
      other.searchParams.set(change, "1");
      expect([change, await statusOf(other.href)]).toEqual([change, 403]);
    }
    expect(await statusOf(url.href)).toBe(200);
    expect(await statusOf(`${url.origin}${url.pathname}`)).toBe(403);
  });
});
