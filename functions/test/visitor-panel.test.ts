import { endpoints, LIMITS } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { visitorNotes } from "../src/store/visitor-notes.ts";
import type { CallerName } from "./company.ts";
import { restoredCompany } from "./restored-company.ts";

/** A company as it is at first, and who calls there. */
async function atWork() {
  const { backend, company } = await restoredCompany();
  const as = (caller: CallerName) => ({ as: company.tokens[caller] ?? "" });
  return { backend, ids: company.ids, as };
}

const startFrom = (country: string | null, sessionToken?: string) => ({
  body: { message: "Hello", ...(sessionToken && { sessionToken }) },
  headers: country === null ? {} : { "x-country-code": country },
});

describe("notes on a person", () => {
  it("are listed newest first, with who wrote them and when, for the whole team", async () => {
    const { backend, ids, as } = await atWork();
    const params = { id: ids.visitor };
    backend.clock.advance(60);
    await backend.call(endpoints.addVisitorNote, {
      ...as("groupAgent"),
      params,
      body: { text: "Has paid twice." },
    });
    const { body } = await backend.call(endpoints.listVisitorNotes, { ...as("supervisor"), params });
    expect(body.items).toEqual([
      expect.objectContaining({
        text: "Has paid twice.",
        authorId: ids.groupAgent,
        createdAt: backend.clock.now().toISOString(),
      }),
      expect.objectContaining({ id: ids.visitorNote, authorId: ids.owner }),
    ]);
  });

  it("stay out of everything that the visitor and the company's systems get", async () => {
    const { backend, ids, as } = await atWork();
    const told = await Promise.all([
      backend.call(endpoints.getVisitor, { ...as("admin"), params: { id: ids.visitor } }),
      backend.call(endpoints.getConversation, { ...as("visitor"), params: { id: ids.conversation } }),
      backend.call(endpoints.listConversationEvents, {
        ...as("visitor"),
        params: { id: ids.conversation },
      }),
      backend.call(endpoints.getTranscript, { ...as("visitor"), params: { id: ids.conversation } }),
    ]);
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(JSON.stringify(told.map(({ body }) => body))).not.toContain("Prefers to be called");
  });

  it("are at most so many, and one goes when its author or who supervises deletes it", async () => {
    const { backend, ids, as } = await atWork();
    const params = { id: ids.visitor };
    const at = backend.clock.now();
    const notes = Array.from({ length: LIMITS.MAX_NOTES_PER_VISITOR }, (_, n) => ({
      id: `note${n}`,
      text: `Note ${n}`,
      authorId: ids.owner,
      createdAt: at.toISOString(),
    }));
    await visitorNotes.ref(backend.ctx.db, ids.visitor).set({ notes, updatedAt: at });
    const add = () =>
      backend.call(endpoints.addVisitorNote, { ...as("owner"), params, body: { text: "More" } });
    const remove = (caller: CallerName, noteId: string) =>
      backend.call(endpoints.deleteVisitorNote, { ...as(caller), params: { ...params, noteId } });
    expect((await add()).error.type).toBe("not_allowed");
    expect((await remove("groupAgent", "note3")).error.type).toBe("authorization");
    expect((await remove("owner", "note3")).status).toBe(204);
    expect((await remove("owner", "note3")).error.type).toBe("not_found");
    expect((await add()).status).toBe(201);
    const { body } = await backend.call(endpoints.listVisitorNotes, { ...as("owner"), params });
    expect(body.items).toHaveLength(LIMITS.MAX_NOTES_PER_VISITOR);
    expect(body.items.map(({ text }) => text)).not.toContain("Note 3");
  });
});

describe("the country", () => {
  it("is what the front end told when the visitor was seen last, and unknown where nothing tells", async () => {
    const { backend, as } = await atWork();
    const countryOf = async (id: string) =>
      (await backend.call(endpoints.getVisitor, { ...as("admin"), params: { id } })).body.country;
    const first = (await backend.call(endpoints.startSession, startFrom("CH"))).body;
    const nowhere = (await backend.call(endpoints.startSession, startFrom(null))).body;
    expect(await countryOf(first.visitorId)).toBe("CH");
    expect(await countryOf(nowhere.visitorId)).toBeNull();
    await backend.call(endpoints.startSession, startFrom("DE", first.sessionToken));
    expect(await countryOf(first.visitorId)).toBe("CH");
    backend.clock.advance(3_600);
    await backend.call(endpoints.startSession, startFrom(null, first.sessionToken));
    expect(await countryOf(first.visitorId)).toBe("CH");
    backend.clock.advance(3_600);
    await backend.call(endpoints.startSession, startFrom("DE", first.sessionToken));
    expect(await countryOf(first.visitorId)).toBe("DE");
  });
});
