import { beforeEach, describe, expect, it } from "vitest";
import { conversation, event, FakeBrowser, FakeDatabase } from "../../test/fakes.ts";
import { ServerTime } from "../connection/server-time.ts";
import type { Participant } from "../platform/live-database.ts";
import { Outbox } from "../sending/outbox.ts";
import { ConversationView } from "./conversation-view.ts";
import { PARTICIPANT_LIMITS } from "./participant-updates.ts";

let browser: FakeBrowser;
let db: FakeDatabase;
let outbox: Outbox;
let view: ConversationView;
beforeEach(() => {
  browser = new FakeBrowser();
  db = new FakeDatabase();
  outbox = new Outbox("box:", browser.tab());
  const { clock } = browser;
  const deps = { clock, serverTime: new ServerTime(clock), outbox, onError: () => {} };
  view = new ConversationView("chat1", { kind: "visitor", uid: "vera1" }, db, deps);
  db.tell({ what: "conversation", value: conversation() });
});

const byAnna = (seq: number) => event(seq, { authorType: "agent", authorId: "anna" });
const anna = (facts: Partial<Participant>): Participant => ({
  uid: "anna",
  typingUntil: null,
  lastSeenSeq: 0,
  lastSeenAt: null,
  ...facts,
});
const typingFor = (millis: number) => new Date(browser.clock.now() + millis).toISOString();
const shown = () => view.state.get().timeline.map(({ text, state }) => `${text} ${state}`);

describe("the timeline", () => {
  it("shows a message at once; the server's copy replaces it, whichever way it comes first", () => {
    const { id } = outbox.add({ conversationId: "chat1", text: "Hello", visibility: "all" });
    expect(shown()).toEqual(["Hello pending"]);
    view.confirm(event(1, { id, text: "Hello" }));
    outbox.remove(id);
    expect(shown()).toEqual(["Hello sent"]);
    db.tell({ what: "events", value: [event(1, { id, text: "Hello" })] });
    expect(shown()).toEqual(["Hello sent"]);
    const second = outbox.add({ conversationId: "chat1", text: "Again", visibility: "all" }).id;
    db.tell({
      what: "events",
      value: [event(1, { id, text: "Hello" }), event(2, { id: second, text: "Again" })],
    });
    expect(shown()).toEqual(["Hello sent", "Again sent"]);
  });

  it("goes by the server's order, and by ours for what waits", () => {
    outbox.add({ conversationId: "chat1", text: "later", visibility: "all" });
    db.tell({ what: "events", value: [event(1), event(3), byAnna(4)] });
    outbox.add({ conversationId: "another", text: "elsewhere", visibility: "all" });
    expect(shown()).toEqual(["text 1 sent", "text 3 sent", "text 4 sent", "later pending"]);
  });

  it("tells the server's time, so that a late token or a wrong clock does not make us type in the past", () => {
    db.tell({ what: "events", value: [event(1, { createdAt: "2026-03-03T09:00:00.000Z" })] });
    view.typing();
    const ahead = Date.parse("2026-03-03T09:00:00.000Z") + PARTICIPANT_LIMITS.TYPING_AHEAD_MS;
    expect(db.updates).toEqual([{ typingUntil: ahead }]);
  });

  it("is loaded only by what the server says, not by an empty memory", () => {
    db.tell({ what: "events", value: [] }, false);
    expect(view.state.get()).toMatchObject({ isLoaded: false, isCurrent: false });
    db.tell({ what: "events", value: [event(1)] });
    expect(view.state.get()).toMatchObject({ isLoaded: true, isCurrent: true });
    db.tell({ what: "events", value: [event(1)] }, false);
    expect(view.state.get()).toMatchObject({ isLoaded: true, isCurrent: false });
  });

  it("announces each later event once, in order, and nothing of the history", () => {
    const heard: number[] = [];
    view.onArrival(({ seq }) => heard.push(seq));
    db.tell({ what: "events", value: [event(1), byAnna(2)] });
    db.tell({ what: "events", value: [event(1), byAnna(2), byAnna(3), byAnna(4)] });
    db.tell({ what: "events", value: [event(1), byAnna(2), byAnna(3), byAnna(4)] });
    expect(heard).toEqual([3, 4]);
  });

  it("counts what others wrote and was not seen, here or elsewhere", () => {
    db.tell({ what: "events", value: [event(1), byAnna(2), byAnna(3)] });
    expect(view.state.get().unread).toBe(2);
    db.tell({ what: "participants", value: [{ ...anna({ lastSeenSeq: 2 }), uid: "vera1" }] });
    expect(view.state.get().unread).toBe(1);
    view.seen();
    expect(view.state.get().unread).toBe(0);
    expect(db.updates).toEqual([{ lastSeenSeq: 3 }]);
  });
});

describe("the others", () => {
  beforeEach(() => db.tell({ what: "events", value: [event(1)] }));

  it("type until they stop saying so", async () => {
    db.tell({
      what: "participants",
      value: [anna({ typingUntil: typingFor(PARTICIPANT_LIMITS.TYPING_AHEAD_MS) })],
    });
    expect(view.state.get().typing).toEqual(["anna"]);
    await browser.clock.advance(PARTICIPANT_LIMITS.TYPING_AHEAD_MS + 1);
    expect(view.state.get().typing).toEqual([]);
  });

  it("stop typing when their message is there, and begin again with the next key", () => {
    db.tell({ what: "participants", value: [anna({ typingUntil: typingFor(5_000) })] });
    db.tell({ what: "events", value: [event(1), byAnna(2)] });
    expect(view.state.get().typing).toEqual([]);
    db.tell({ what: "participants", value: [anna({ typingUntil: typingFor(6_000) })] });
    expect(view.state.get().typing).toEqual(["anna"]);
  });

  it("have seen up to where they say; we ourselves do not count", () => {
    const own = { ...anna({ lastSeenSeq: 9, typingUntil: typingFor(5_000) }), uid: "vera1" };
    db.tell({ what: "participants", value: [anna({ lastSeenSeq: 1 }), own] });
    expect(view.state.get()).toMatchObject({ seenByOthers: 1, typing: [] });
  });
});

describe("a lost or refused connection", () => {
  it("writes no mark that would come too late", () => {
    db.tell({ what: "events", value: [byAnna(1)] }, false);
    view.typing();
    view.seen();
    expect(db.updates).toEqual([]);
  });

  it("ends all listeners at the first refusal and says why", () => {
    db.refuse("participants");
    expect(view.state.get().refused?.type).toBe("authorization");
    expect(["conversation", "events", "participants"].map((what) => db.isWatched(what as "events"))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
