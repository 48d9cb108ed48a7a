import { beforeEach, describe, expect, it } from "vitest";
import { conversation, event, FakeBrowser, FakeDatabase } from "../../test/fakes.ts";
import { Api } from "../connection/api.ts";
import { LiveData } from "../connection/live-data.ts";
import { PollingSource } from "../connection/polling-source.ts";
import { ServerTime } from "../connection/server-time.ts";
import type { Participant } from "../platform/live-database.ts";
import { Outbox } from "../sending/outbox.ts";
import { ConversationView, type Self } from "./conversation-view.ts";
import { EVENT_LOG_LIMITS } from "./event-log.ts";
import { PARTICIPANT_LIMITS } from "./participant-limits.ts";

let browser: FakeBrowser;
let db: FakeDatabase;
let outbox: Outbox;
let view: ConversationView;
let live: LiveData;

function open(self: Self = { kind: "visitor", uid: "vera1" }): ConversationView {
  const platform = browser.tab();
  const { clock } = platform;
  const api = new Api("", platform);
  live = new LiveData({ clock, fallback: new PollingSource({ api, platform, onProblem: () => {} }) });
  live.use(db);
  return new ConversationView("chat1", self, {
    shell: { api, live, serverTime: new ServerTime(clock) },
    clock,
    outbox,
    watchConversation: live.watchConversation,
    onError: () => {},
  });
}

beforeEach(() => {
  browser = new FakeBrowser();
  db = new FakeDatabase();
  outbox = new Outbox("box:", browser.tab());
  view = open();
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

  it("counts what others wrote and was not seen, here or elsewhere", async () => {
    db.tell({ what: "events", value: [event(1), byAnna(2), byAnna(3)] });
    expect(view.state.get().unread).toBe(2);
    view.seenElsewhere(2);
    expect(view.state.get().unread).toBe(1);
    view.seen();
    expect(view.state.get().unread).toBe(0);
    await browser.clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
    expect(db.updates).toEqual([{ lastSeenSeq: 3 }]);
  });

  it("takes an own message for a receipt of everything before it: nothing is written", async () => {
    db.tell({ what: "events", value: [byAnna(1)] });
    view.seen();
    db.tell({ what: "events", value: [byAnna(1), event(2)] });
    expect(view.state.get().unread).toBe(0);
    await browser.clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
    expect(db.updates).toEqual([]);
  });

  it("keeps what falls out of the newest that are listened to, and reads earlier pages on demand", async () => {
    const newest = Array.from({ length: 100 }, (_, at) => event(at + 51, { id: `event-${at + 51}` }));
    browser.server.events.push(...Array.from({ length: 50 }, (_, at) => event(at + 1)));
    db.tell({ what: "events", value: newest });
    expect(view.state.get()).toMatchObject({ hasEarlier: true });
    db.tell({ what: "events", value: [...newest.slice(1), event(151)] });
    expect(view.state.get().timeline).toHaveLength(101);
    await view.loadEarlier();
    expect(view.state.get().hasEarlier).toBe(false);
    expect(view.state.get().timeline.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 151 }, (_, at) => at + 1),
    );
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

  describe.each([
    ["an agent", "anna", "agent", { kind: "visitor", uid: "vera1" }],
    ["the visitor", "vera1", "visitor", { kind: "agent", uid: "anna" }],
  ] as const)("%s who has just written", (_who, uid, authorType, self) => {
    const AHEAD = PARTICIPANT_LIMITS.TYPING_AHEAD_MS;
    const at = (millis: number) => new Date(Date.parse("2026-03-02T09:00:00Z") + millis).toISOString();
    const marked = (typedAt: number) => {
      const mark = { uid, typingUntil: at(typedAt + AHEAD), lastSeenSeq: 0, lastSeenAt: null };
      db.tell({ what: "participants", value: [mark] });
    };
    const written = (millis: number) => {
      const message = event(2, { authorType, authorId: uid, createdAt: at(millis) });
      db.tell({ what: "events", value: [event(1), message] });
    };
    beforeEach(() => {
      view.stop();
      db = new FakeDatabase();
      view = open(self);
      db.tell({ what: "conversation", value: conversation() });
      db.tell({ what: "events", value: [event(1)] });
    });

    it("is not typing, whichever comes first, the mark or the message", () => {
      marked(100);
      expect(view.state.get().typing).toEqual([uid]);
      written(400);
      expect(view.state.get().typing).toEqual([]);
      marked(200);
      expect(view.state.get().typing).toEqual([]);
    });

    it("is not typing by a mark of before that comes after the message, until the next key", () => {
      written(400);
      marked(0);
      expect(view.state.get().typing).toEqual([]);
      marked(500);
      expect(view.state.get().typing).toEqual([uid]);
    });

    it("is not typing by a mark that is there with the history, as after a reload", () => {
      view.stop();
      view = open(self);
      db.tell({ what: "conversation", value: conversation() });
      marked(0);
      written(400);
      expect(view.state.get().typing).toEqual([]);
    });
  });

  it("type no more once the conversation has ended, whatever their mark says", () => {
    db.tell({ what: "participants", value: [anna({ typingUntil: typingFor(20_000) })] });
    expect(view.state.get().typing).toEqual(["anna"]);
    db.tell({ what: "conversation", value: conversation({ status: "closed" }) });
    expect(view.state.get().typing).toEqual([]);
    db.tell({ what: "conversation", value: conversation({ status: "active" }) });
    expect(view.state.get().typing).toEqual(["anna"]);
  });

  it("have seen up to where they say, or up to their own last message", () => {
    db.tell({ what: "participants", value: [anna({ lastSeenSeq: 1 })] });
    expect(view.state.get()).toMatchObject({ seenByOthers: 1, typing: [] });
    db.tell({ what: "events", value: [event(1), event(2), byAnna(3)] });
    expect(view.state.get().seenByOthers).toBe(3);
  });
});

describe("more than is listened to, missed at once", () => {
  const upTo = (last: number, first = 1) =>
    Array.from({ length: last - first + 1 }, (_, at) => event(first + at, { id: `event-${first + at}` }));
  const seqs = () => view.state.get().timeline.map(({ seq }) => seq);

  /** What came while this page slept: the newest alone are brought when it wakes. */
  function sleepUntil(last: number): void {
    browser.server.events.push(...upTo(last));
    db.tell({ what: "events", value: upTo(last, last - 199) });
  }

  it("is read from the API, without a gap and in order", async () => {
    db.tell({ what: "events", value: upTo(3) });
    sleepUntil(450);
    await expect.poll(seqs).toEqual(upTo(450).map(({ seq }) => seq));
    // Three pages, and nothing more for what comes after.
    expect(browser.server.calls).toHaveLength(3);
    db.tell({ what: "events", value: upTo(451, 252) });
    await browser.clock.advance(60_000);
    expect(browser.server.calls).toHaveLength(3);
  });

  it("is read although an own message was confirmed meanwhile", async () => {
    db.tell({ what: "events", value: upTo(3) });
    view.confirm(event(300, { id: "event-300" }));
    sleepUntil(301);
    await expect.poll(seqs).toEqual(upTo(301).map(({ seq }) => seq));
  });

  it("is tried again when the network fails", async () => {
    db.tell({ what: "events", value: upTo(3) });
    browser.server.meet("lost");
    sleepUntil(250);
    await browser.clock.advance(EVENT_LOG_LIMITS.MISSED_AGAIN_MS);
    await expect.poll(seqs).toEqual(upTo(250).map(({ seq }) => seq));
  });

  it("is not asked for by a view that has ended", async () => {
    db.tell({ what: "events", value: upTo(3) });
    view.stop();
    sleepUntil(250);
    await browser.clock.advance(60_000);
    expect(browser.server.calls).toEqual([]);
  });
});

describe("a lost or refused connection", () => {
  it("writes no mark that would come too late", () => {
    db.tell({ what: "events", value: [byAnna(1)] }, false);
    view.typing();
    view.seen();
    expect(db.updates).toEqual([]);
  });

  it("is noticed when the API has confirmed what no listener brings: the API is asked instead", async () => {
    db.tell({ what: "events", value: [byAnna(1)] });
    db.tell({ what: "participants", value: [] });
    browser.server.events.push(byAnna(1), event(2), byAnna(3));
    view.confirm(event(2));
    expect(shown()).toEqual(["text 1 sent", "text 2 sent"]);
    await browser.clock.advance(EVENT_LOG_LIMITS.CONFIRMED_WITHIN_MS);
    expect(live.isPolling.get()).toBe(true);
    expect(shown()).toEqual(["text 1 sent", "text 2 sent", "text 3 sent"]);
    db.tell({ what: "events", value: [byAnna(1), event(2), byAnna(3), byAnna(4)] });
    db.tell({ what: "conversation", value: conversation() });
    expect(live.isPolling.get()).toBe(false);
    expect(shown()).toHaveLength(4);
  });

  it("is not suspected while listeners bring what the API confirms", async () => {
    db.tell({ what: "events", value: [byAnna(1)] });
    db.tell({ what: "participants", value: [] });
    view.confirm(event(2));
    db.tell({ what: "events", value: [byAnna(1), event(2)] });
    await browser.clock.advance(60_000);
    expect(browser.server.calls).toEqual([]);
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
