import type { EventFile } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeBrowser, settle } from "../../test/fakes.ts";
import { Api } from "../connection/api.ts";
import { Outbox } from "./outbox.ts";
import { Sender } from "./sender.ts";

let browser: FakeBrowser;
let thread: string;
beforeEach(() => {
  browser = new FakeBrowser();
  thread = "chat1-1";
});

/** A tab that sends. */
function tab(onSignedOut = async () => false) {
  const platform = browser.tab();
  const outbox = new Outbox("box:", platform);
  const sender = new Sender({
    platform,
    api: new Api("", platform),
    outbox,
    lock: "sender",
    threadFor: async () => ({ conversationId: "chat1", threadId: thread }),
    onSent: () => {},
    onSignedOut,
  });
  const say = (text: string) => {
    const { id } = outbox.add({ conversationId: "chat1", text, visibility: "all" });
    void sender.run();
    return id;
  };
  return { outbox, sender, say, left: () => outbox.entries.get().map(({ text }) => text) };
}

const stored = () => browser.server.events.map(({ text }) => text);

describe("sending", () => {
  it("goes in order, one at a time", async () => {
    const { say, left } = tab();
    for (const text of ["one", "two", "three"]) say(text);
    await settle();
    expect(stored()).toEqual(["one", "two", "three"]);
    expect(left()).toEqual([]);
  });

  it("tells of a pick by the option's id and of files by theirs, words only where there are some", async () => {
    const { outbox, sender } = tab();
    const entry = { conversationId: "chat1", visibility: "all" } as const;
    const choice = { optionId: "order", inReplyTo: "event-4" };
    outbox.add({ ...entry, text: "My order", choice });
    outbox.add({ ...entry, text: "", files: [{ id: "file1" } as EventFile] });
    await sender.run();
    expect(browser.server.added).toEqual([
      { id: expect.any(String), type: "choice", ...choice },
      { id: expect.any(String), type: "file", fileIds: ["file1"] },
    ]);
  });

  it("stores a message once whose answer was lost, and keeps the order", async () => {
    const { say } = tab();
    browser.server.meet("lost");
    say("one");
    say("two");
    await browser.clock.advance(1_000);
    expect(stored()).toEqual(["one", "two"]);
    expect(browser.server.calls).toHaveLength(3);
  });

  it("names the same thread again, although the conversation has changed hands", async () => {
    const { say } = tab();
    browser.server.meet("lost");
    say("one");
    await settle();
    thread = "chat1-2";
    await browser.clock.advance(1_000);
    expect(browser.server.calls).toEqual(Array(2).fill("POST /v1/threads/chat1-1/events"));
  });

  it("waits longer after each failure, and not at all once the network is back", async () => {
    const { say, sender } = tab();
    browser.server.meet(...Array(4).fill("unreachable"));
    say("one");
    await browser.clock.advance(0);
    expect(sender.problem.get()?.type).toBe("network");
    // After 1, 2 and 4 s; the next attempt would follow 8 s later.
    await browser.clock.advance(7_000);
    await browser.clock.advance(7_999);
    expect(stored()).toEqual([]);
    browser.network.set(true);
    await settle();
    expect(stored()).toEqual(["one"]);
    expect(sender.problem.get()).toBe(null);
  });

  it("waits as long as the server asks for", async () => {
    const { say } = tab();
    browser.server.meet({ status: 429, type: "too_many_requests", retryAfter: 20 });
    say("one");
    await browser.clock.advance(19_999);
    expect(stored()).toEqual([]);
    await browser.clock.advance(1);
    expect(stored()).toEqual(["one"]);
  });

  it("marks what is refused, goes on with the next, and sends it when asked again", async () => {
    const { say, left, outbox, sender } = tab();
    browser.server.meet({ status: 409, type: "conversation_closed" });
    const id = say("one");
    say("two");
    await settle();
    expect(stored()).toEqual(["two"]);
    expect(outbox.entries.get().map(({ error }) => error)).toEqual(["It is conversation_closed."]);
    outbox.change(id, { error: null });
    sender.hurry();
    await settle();
    expect(stored()).toEqual(["two", "one"]);
    expect(left()).toEqual([]);
  });

  it("survives a reload: a new page sends the rest, in order", async () => {
    const before = tab();
    browser.server.meet("lost", "unreachable");
    before.say("one");
    before.say("two");
    await settle();
    before.sender.stop();
    const after = tab();
    expect(after.left()).toEqual(["one", "two"]);
    await after.sender.run();
    expect(stored()).toEqual(["one", "two"]);
  });

  it("that has ended does not hear what is answered to it, and keeps the message", async () => {
    let heard = 0;
    const { say, sender, left } = tab(async () => {
      heard += 1;
      return true;
    });
    let answer: (response: Response) => void = () => {};
    browser.server.meet({ later: new Promise((resolve) => (answer = resolve)) });
    say("one");
    await settle();
    sender.stop();
    const error = { type: "authentication", message: "no", requestId: "r" };
    answer(new Response(JSON.stringify({ error }), { status: 401 }));
    await settle();
    expect([heard, left()]).toEqual([0, ["one"]]);
  });

  it("goes past what somebody else has written into the box", async () => {
    browser.store.set("box:0000000000000001:junk", "not JSON");
    browser.store.set("box:0000000000000002:strange", '{"id":"strange"}');
    const { say, left } = tab();
    say("one");
    await settle();
    expect([stored(), left()]).toEqual([["one"], []]);
  });

  it("posts each message once from several tabs, and all see what is left", async () => {
    const [left, right] = [tab(), tab()];
    left.say("from the left");
    right.say("from the right");
    left.sender.hurry();
    right.sender.hurry();
    await settle();
    expect(stored()).toEqual(["from the left", "from the right"]);
    expect(browser.server.calls).toHaveLength(2);
    expect([left.left(), right.left()]).toEqual([[], []]);
  });

  it("keeps the order when the clock is set back between two messages", async () => {
    const early = new FakeBrowser();
    const late = browser.tab();
    browser.network.set(false);
    browser.server.meet(...Array(2).fill("unreachable"));
    const { say } = tab();
    say("one");
    const outbox = new Outbox("box:", {
      ...late,
      clock: { ...early.clock, now: () => 0, after: late.clock.after },
    });
    outbox.add({ conversationId: "chat1", text: "two", visibility: "all" });
    expect(outbox.entries.get().map(({ text }) => text)).toEqual(["one", "two"]);
  });
});
