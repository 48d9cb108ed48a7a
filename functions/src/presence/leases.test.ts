import { describe, expect, it } from "vitest";
import type { StoredPresence } from "../store/presence.ts";
import { renewLeases } from "./leases.ts";

const now = new Date("2026-03-02T09:00:00.000Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
const beat = { consoleId: "desk", leaving: false, visible: true, look: null, now, leaseSeconds: 60 };

function presence(leases: Record<string, string>): StoredPresence {
  const never = { lapsed: false, lapsedAt: null, reassignAt: null };
  return { agentId: "anna", leases, hidden: [], looks: {}, lookedAt: [], expiresAt: at(0), ...never };
}

describe("renewLeases", () => {
  it("knows which consoles nobody can see", () => {
    const hidden = renewLeases(presence({ phone: at(30) }), { ...beat, visible: false });
    expect(hidden.hidden).toEqual(["desk"]);
    const both = { ...presence(hidden.leases), hidden: [...hidden.hidden, "long gone"] };
    expect(renewLeases(both, { ...beat, consoleId: "phone", visible: false }).hidden).toEqual([
      "desk",
      "phone",
    ]);
    expect(renewLeases(both, beat).hidden).toEqual([]);
  });

  it("knows what is open on each console, until it is another or the lease ends", () => {
    const look = (conversationId: string) => ({ conversationId, writing: false });
    const desk = renewLeases(presence({ phone: at(30) }), { ...beat, look: look("chat1") });
    expect(desk).toMatchObject({ looks: { desk: look("chat1") }, lookedAt: ["chat1"] });
    const stored = { ...presence(desk.leases), looks: desk.looks, lookedAt: ["chat1"] };
    const both = renewLeases(stored, { ...beat, consoleId: "phone", look: look("chat1") });
    expect(both.lookedAt).toEqual(["chat1"]);
    expect(Object.keys(both.looks).sort()).toEqual(["desk", "phone"]);
    expect(renewLeases(stored, { ...beat, look: look("chat2") }).lookedAt).toEqual(["chat2"]);
    expect(renewLeases(stored, beat)).toMatchObject({ looks: {}, lookedAt: [] });
    const ended = { ...stored, leases: { desk: at(-1) } };
    expect(renewLeases(ended, { ...beat, consoleId: "phone" })).toMatchObject({ looks: {}, lookedAt: [] });
  });

  it("starts, renews and keeps consoles apart", () => {
    expect(renewLeases(null, beat)).toMatchObject({ leases: { desk: at(60) }, expiresAt: at(60) });
    expect(renewLeases(presence({ desk: at(5), phone: at(30) }), beat)).toMatchObject({
      leases: { desk: at(60), phone: at(30) },
      expiresAt: at(60),
    });
  });

  it("drops leases that have ended and the one that leaves", () => {
    const leaving = { ...beat, leaving: true };
    const left = renewLeases(presence({ desk: at(50), phone: at(30), old: at(-1) }), leaving);
    expect(left).toMatchObject({ leases: { phone: at(30) }, expiresAt: at(30) });
    expect(renewLeases(presence({ desk: at(50) }), leaving)).toMatchObject({ leases: {}, expiresAt: at(0) });
  });

  it("remembers a bounded number of consoles", () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`console${i}`, at(10 + i / 10)]));
    const { leases } = renewLeases(presence(many), beat);
    expect(Object.keys(leases)).toHaveLength(20);
    expect(leases.desk).toBe(at(60));
  });
});
