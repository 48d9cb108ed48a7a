import firebase from "firebase/compat/app";
import "firebase/compat/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/src/limits.ts";
import { isAllowed, PEOPLE, PERSONS, type Person, rulesSource, World } from "./world.ts";

const { FieldValue, Timestamp } = firebase.firestore;
const MAY_MARK: Person[] = ["own visitor", "agent of the group", "owner", "supervisor", "admin"];
/** Longer than a slow machine takes between this clock's reading and the write. */
const SLACK_SECONDS = 5;

const inSeconds = (seconds: number) => Timestamp.fromMillis(Date.now() + seconds * 1000);

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

function mark(person: Person, uid: string, changes: object, conversation = "chat"): Promise<boolean> {
  const document = world.as(person).doc(`conversations/${conversation}/participants/${uid}`);
  return isAllowed(document.set(changes, { merge: true }));
}

const asVera = (changes: object): Promise<boolean> => mark("own visitor", "vera", changes);

describe("who marks", () => {
  it.each(PERSONS)("%s: their own document only, and only where they may see", async (person) => {
    const uid = PEOPLE[person]?.uid ?? "vera";
    expect(await mark(person, uid, { lastSeenSeq: 3 })).toBe(MAY_MARK.includes(person));
    for (const other of ["vera", "olga", "anna", "somebody"].filter((name) => name !== uid)) {
      expect(await mark(person, other, { lastSeenSeq: 3 })).toBe(false);
    }
  });

  it("nobody in a conversation that is not there", async () => {
    for (const person of PERSONS) {
      const uid = PEOPLE[person]?.uid ?? "vera";
      expect(await mark(person, uid, { lastSeenSeq: 0 }, "nowhere")).toBe(false);
    }
  });

  it("nobody deletes a mark, not even their own", async () => {
    const own = world.as("own visitor").doc("conversations/chat/participants/vera");
    expect(await isAllowed(own.delete())).toBe(false);
  });
});

describe("the other side", () => {
  const agentsOf = (person: Person, visitorId: string, conversation = "chat") => {
    const participants = world.as(person).collection(`conversations/${conversation}/participants`);
    return participants.where("visitorId", "==", visitorId).where("kind", "==", "agent").get();
  };

  it("is found by the visitor, without a word about who else is there", async () => {
    await mark("owner", "olga", { kind: "agent", visitorId: "vera", typingUntil: inSeconds(8) });
    await mark("own visitor", "vera", { kind: "visitor", visitorId: "vera", typingUntil: inSeconds(8) });
    const found = await agentsOf("own visitor", "vera");
    expect(found.docs.map(({ id }) => id)).toEqual(["olga"]);
    expect(await isAllowed(agentsOf("other visitor", "vera"))).toBe(false);
    expect(await isAllowed(agentsOf("visitor whose session ended", "vera"))).toBe(false);
  });

  it("of a visitor is read by the agents of the conversation, also before the visitor has said anything", async () => {
    for (const person of PERSONS) {
      const visitor = world.as(person).doc("conversations/chat/participants/silent");
      const may = MAY_MARK.includes(person);
      expect([person, await isAllowed(visitor.get())]).toEqual([person, may]);
    }
  });
});

describe("together with something else", () => {
  const own = "conversations/chat/participants/vera";

  it.each([
    ["another's mark", "conversations/chat/participants/olga"],
    ["the own mark in another's conversation", "conversations/other/participants/vera"],
    ["the conversation", "conversations/chat"],
    ["the own session", "visitorSessions/vera"],
  ])("nothing is written: %s", async (_what, path) => {
    const before = world.contents();
    const db = world.as("own visitor");
    const batch = db.batch();
    batch.set(db.doc(own), { lastSeenSeq: 3 }, { merge: true });
    batch.set(db.doc(path), { lastSeenSeq: 3 }, { merge: true });
    expect(await isAllowed(batch.commit())).toBe(false);
    const transaction = db.runTransaction(async (tx) => {
      tx.update(db.doc(own), { lastSeenSeq: 3 });
      tx.set(db.doc(path), { lastSeenSeq: 3 });
    });
    expect(await isAllowed(transaction)).toBe(false);
    expect(world.contents()).toEqual(before);
  });
});

describe("what is marked", () => {
  it("takes every key alone, all together, and nothing at all", async () => {
    expect(await asVera({ typingUntil: inSeconds(8) })).toBe(true);
    expect(await asVera({ lastSeenSeq: 2 })).toBe(true);
    expect(await asVera({ lastSeenAt: FieldValue.serverTimestamp() })).toBe(true);
    expect(await asVera({ kind: "visitor", visitorId: "vera" })).toBe(true);
    const all = { typingUntil: inSeconds(0), lastSeenSeq: 3, lastSeenAt: FieldValue.serverTimestamp() };
    expect(await asVera(all)).toBe(true);
    expect(await asVera({})).toBe(true);
  });

  it.each([
    ["another key", { name: "Vera" }],
    ["to be another kind of person", { kind: "agent" }],
    ["a kind that is no text", { kind: null }],
    ["to take part in another visitor's conversation", { visitorId: "victor" }],
    ["a visitor that is no text", { visitorId: 1 }],
    ["another key beside a good one", { lastSeenSeq: 3, kind: "agent" }],
    ["a nested key", { lastSeenSeq: { seq: 3 } }],
    ["typingUntil as a number", { typingUntil: 1 }],
    ["typingUntil as text", { typingUntil: "2026-01-01T00:00:00Z" }],
    ["typingUntil as null", { typingUntil: null }],
    ["lastSeenSeq as text", { lastSeenSeq: "3" }],
    ["lastSeenSeq as a fraction", { lastSeenSeq: 2.5 }],
    ["lastSeenSeq as null", { lastSeenSeq: null }],
    ["a negative lastSeenSeq", { lastSeenSeq: -1 }],
    ["lastSeenSeq beyond the last event", { lastSeenSeq: 4 }],
    ["a huge lastSeenSeq", { lastSeenSeq: Number.MAX_SAFE_INTEGER }],
    ["a lastSeenSeq that falls", { lastSeenSeq: 0 }],
    ["lastSeenAt of the client's clock", { lastSeenAt: new Date() }],
    ["lastSeenAt as text", { lastSeenAt: "now" }],
    ["lastSeenAt as null", { lastSeenAt: null }],
    ["taking a key away", { lastSeenSeq: FieldValue.delete() }],
    ["counting up past the last event", { lastSeenSeq: FieldValue.increment(3) }],
    ["an array", { typingUntil: FieldValue.arrayUnion(1) }],
  ])("refuses %s", async (_what, changes) => {
    const before = world.contents();
    expect(await asVera(changes)).toBe(false);
    expect(world.contents()).toEqual(before);
  });

  it("refuses to replace a mark by one that lacks a key", async () => {
    const own = world.as("own visitor").doc("conversations/chat/participants/vera");
    expect(await isAllowed(own.set({ typingUntil: inSeconds(8) }))).toBe(false);
  });

  it("starts lastSeenSeq from nothing at any event that is there", async () => {
    expect(await mark("owner", "olga", { lastSeenSeq: -1 })).toBe(false);
    expect(await mark("owner", "olga", { lastSeenSeq: 4 })).toBe(false);
    expect(await mark("owner", "olga", { lastSeenSeq: 0 })).toBe(true);
  });

  it("follows the conversation's last event as it grows", async () => {
    expect(await asVera({ lastSeenSeq: 4 })).toBe(false);
    await world.store({ "conversations/chat": { lastSeq: 4 } });
    expect(await asVera({ lastSeenSeq: 4 })).toBe(true);
  });
});

describe("the limits", () => {
  it("are the contract's", async () => {
    const literals = (await rulesSource())
      .replace(/\/\/.*/g, "")
      .replace(/'[^']*'/g, "''")
      .match(/(?<![\w.])\d+(?![\w.])/g);
    const { TYPING_WINDOW_SECONDS, VISITOR_CONVERSATIONS_ASKED, VISITOR_SIGN_IN_SECONDS } = LIMITS;
    const places = Array.from({ length: VISITOR_CONVERSATIONS_ASKED }, (_, at) => at + 1);
    // And the 0 from which a first lastSeenSeq counts, and of a sign-in that does not say when it was minted.
    const known = [0, 0, ...places, TYPING_WINDOW_SECONDS, VISITOR_SIGN_IN_SECONDS];
    expect(literals?.map(Number).sort((a, b) => a - b)).toEqual(known);
  });

  it("put typingUntil near the server's time", async () => {
    const { TYPING_WINDOW_SECONDS: window } = LIMITS;
    expect(await asVera({ typingUntil: inSeconds(window - SLACK_SECONDS) })).toBe(true);
    expect(await asVera({ typingUntil: inSeconds(window + SLACK_SECONDS) })).toBe(false);
    expect(await asVera({ typingUntil: inSeconds(SLACK_SECONDS - window) })).toBe(true);
    expect(await asVera({ typingUntil: inSeconds(-SLACK_SECONDS - window) })).toBe(false);
  });
});
