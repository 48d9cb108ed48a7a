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

const NOW = { updatedAt: FieldValue.serverTimestamp() };
const LONG_AGO = { updatedAt: inSeconds(-3600) };

/** Lets every document rest long enough to be written again. */
async function rest(): Promise<void> {
  await world.environment.withSecurityRulesDisabled(async (context) => {
    const { docs } = await context.firestore().collectionGroup("participants").get();
    await Promise.all(docs.map(({ ref }) => ref.update(LONG_AGO)));
  });
}

/** Writes as a client does: long after the time before, with the time of the write. */
async function mark(person: Person, uid: string, changes: object, conversation = "chat"): Promise<boolean> {
  await rest();
  const document = world.as(person).doc(`conversations/${conversation}/participants/${uid}`);
  return isAllowed(document.set({ ...NOW, ...changes }, { merge: true }));
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
    batch.set(db.doc(own), { ...NOW, lastSeenSeq: 3 }, { merge: true });
    batch.set(db.doc(path), { lastSeenSeq: 3 }, { merge: true });
    expect(await isAllowed(batch.commit())).toBe(false);
    const transaction = db.runTransaction(async (tx) => {
      tx.update(db.doc(own), { ...NOW, lastSeenSeq: 3 });
      tx.set(db.doc(path), { lastSeenSeq: 3 });
    });
    expect(await isAllowed(transaction)).toBe(false);
    expect(world.contents()).toEqual(before);
  });
});

describe("what is marked", () => {
  it("takes every key alone, all together, and none but the time of the write", async () => {
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
    ["the client's own time of the write", { updatedAt: new Date() }],
    ["a time of the write that is none", { updatedAt: 1 }],
    ["a time of the write that is null", { updatedAt: null }],
    ["taking the time of the write away", { updatedAt: FieldValue.delete() }],
  ])("refuses %s", async (_what, changes) => {
    await rest();
    const before = world.contents();
    expect(await asVera(changes)).toBe(false);
    expect(world.contents()).toEqual(before);
  });

  it("refuses to replace a mark by one that lacks a key", async () => {
    const own = world.as("own visitor").doc("conversations/chat/participants/vera");
    expect(await isAllowed(own.set({ ...NOW, typingUntil: inSeconds(8) }))).toBe(false);
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

describe("how often", () => {
  const SECONDS = LIMITS.PARTICIPANT_UPDATES_APART_SECONDS;
  const own = () => world.as("own visitor").doc("conversations/chat/participants/vera");
  const write = (changes: object) => isAllowed(own().set({ ...NOW, ...changes }, { merge: true }));
  const writtenAgo = (seconds: number) =>
    world.store({ "conversations/chat/participants/vera": { updatedAt: inSeconds(-seconds) } });

  it("a document is written is bounded: of forty at once, one is taken", async () => {
    const taken = await world.atOnce(() =>
      Promise.all(Array.from({ length: 40 }, (_, at) => write({ typingUntil: inSeconds(at % 9) }))),
    );
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
  });

  it("also when it is begun", async () => {
    const olga = world.as("owner").doc("conversations/chat/participants/olga");
    const taken = await world.atOnce(() =>
      Promise.all(Array.from({ length: 10 }, () => isAllowed(olga.set(NOW, { merge: true })))),
    );
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
  });

  it("is counted from the document's own time", async () => {
    await writtenAgo(SECONDS - 60);
    expect(await write({ lastSeenSeq: 2 })).toBe(false);
    await writtenAgo(SECONDS);
    expect(await write({ lastSeenSeq: 2 })).toBe(true);
    expect(await write({ lastSeenSeq: 3 })).toBe(false);
  });

  it("is no question of which key, and none is written without the time", async () => {
    await writtenAgo(SECONDS - 60);
    expect(await write({ typingUntil: inSeconds(8) })).toBe(false);
    expect(await write({})).toBe(false);
    await rest();
    for (const changes of [{}, { lastSeenSeq: 2 }, { typingUntil: inSeconds(8) }]) {
      const before = world.contents();
      await isAllowed(own().set(changes, { merge: true }));
      expect(world.contents()).toEqual(before);
    }
  });

  it("does not keep out who was written before documents had a time", async () => {
    expect((await own().get()).data()).not.toHaveProperty("updatedAt");
    expect(await write({ lastSeenSeq: 3 })).toBe(true);
  });
});

describe("the limits", () => {
  it("are the contract's", async () => {
    const literals = (await rulesSource())
      .replace(/\/\/.*/g, "")
      .replace(/'[^']*'/g, "''")
      .match(/(?<![\w.])\d+(?![\w.])/g);
    const { TYPING_WINDOW_SECONDS, VISITOR_CONVERSATIONS_ASKED, VISITOR_SIGN_IN_SECONDS } = LIMITS;
    const { PARTICIPANT_UPDATES_APART_SECONDS } = LIMITS;
    const places = Array.from({ length: VISITOR_CONVERSATIONS_ASKED }, (_, at) => at + 1);
    // And the 0 from which a first lastSeenSeq counts, and of a sign-in that does not say when it was minted.
    const seconds = [PARTICIPANT_UPDATES_APART_SECONDS, TYPING_WINDOW_SECONDS, VISITOR_SIGN_IN_SECONDS];
    const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b);
    expect(sorted(literals?.map(Number) ?? [])).toEqual(sorted([0, 0, ...places, ...seconds]));
  });

  it("put typingUntil near the server's time", async () => {
    const { TYPING_WINDOW_SECONDS: window } = LIMITS;
    expect(await asVera({ typingUntil: inSeconds(window - SLACK_SECONDS) })).toBe(true);
    expect(await asVera({ typingUntil: inSeconds(window + SLACK_SECONDS) })).toBe(false);
    expect(await asVera({ typingUntil: inSeconds(SLACK_SECONDS - window) })).toBe(true);
    expect(await asVera({ typingUntil: inSeconds(-SLACK_SECONDS - window) })).toBe(false);
  });
});
