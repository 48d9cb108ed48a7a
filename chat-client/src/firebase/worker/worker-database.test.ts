import type { FirebaseAccess } from "@livechat/contract";
import { afterEach, expect, it, vi } from "vitest";
import {
  conversation,
  FakeClock,
  FakeDatabase,
  FakeNetwork,
  FakeVisibility,
  settle,
} from "../../../test/fakes.ts";
import { ChatError } from "../../platform/chat-error.ts";
import type { LiveConversation, Observer } from "../../platform/live-database.ts";
import type { ToPage, ToWorker } from "./messages.ts";
import { serveDatabase } from "./serve-database.ts";
import { WORKER_LIMITS, WorkerDatabase } from "./worker-database.ts";

const ACCESS = { customToken: "token", config: { apiKey: "key" } } as unknown as FirebaseAccess;

class ServedDatabase extends FakeDatabase {
  reconnections = 0;
  isSeen = () => true;

  async reconnect(): Promise<void> {
    this.reconnections += 1;
  }

  override async signIn(customToken: string): Promise<void> {
    if (customToken === "refused") throw new ChatError("authentication", "The token is not taken.");
    await super.signIn(customToken);
  }
}

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

/** A page and its worker, with a real channel between them: what is said is copied. */
function openBoth() {
  const channel = new MessageChannel();
  channels.push(channel);
  const { port1: page, port2: worker } = channel;
  const served = new ServedDatabase();
  serveDatabase(worker, (_access, visibility) => {
    served.isSeen = visibility.isVisible;
    return served;
  });
  const [clock, network, visibility] = [new FakeClock(), new FakeNetwork(), new FakeVisibility()];
  const end = vi.fn();
  const db = new WorkerDatabase(ACCESS, { line: page, platform: { clock, network, visibility }, end });
  page.start();
  worker.start();
  return { db, served, clock, network, visibility, end };
}

/** Everything that an observer is told, the last of it last. */
function observed<T>() {
  const told: { value: T; isCurrent: boolean }[] = [];
  const failures: ChatError[] = [];
  const observer: Observer<T> = {
    next: (value, isCurrent) => void told.push({ value, isCurrent }),
    failed: (error) => void failures.push(error),
  };
  return { told, failures, observer };
}

const chats = (...ids: string[]) => ids.map((id) => conversation({ id }));

async function watchOwn({ db, served }: ReturnType<typeof openBoth>) {
  const own = observed<LiveConversation[]>();
  const stop = db.watchOwnConversations("anna", own.observer);
  await vi.waitFor(() => expect(served.isWatched("own")).toBe(true));
  const bring = async (value: LiveConversation[], isCurrent = true) => {
    const before = own.told.length;
    served.tell({ what: "own", value }, isCurrent);
    await vi.waitFor(() => expect(own.told.length).toBe(before + 1));
    return own.told.at(-1)?.value ?? [];
  };
  return { ...own, stop, bring };
}

it("brings lists in order, and leaves what has not changed the same object", async () => {
  const own = await watchOwn(openBoth());
  const [a, b, c] = chats("a", "b", "c") as [LiveConversation, LiveConversation, LiveConversation];
  const first = await own.bring([a, b]);
  const changed = { ...b, lastSeq: 7 };
  const second = await own.bring([changed, c, a], false);
  expect(second).toEqual([changed, c, a]);
  expect(second[2]).toBe(first[0]);
  expect(own.told.at(-1)?.isCurrent).toBe(false);
  expect(await own.bring([])).toEqual([]);
  expect(await own.bring([a])).toEqual([a]);
});

it("copies of a list only what has changed in it", async () => {
  const said: ToPage[] = [];
  const worker = new FakeLine<ToPage, ToWorker>((message) => void said.push(message));
  const served = new ServedDatabase();
  serveDatabase(worker, () => served);
  worker.tell({ kind: "open", access: ACCESS, isVisible: true });
  worker.tell({ kind: "watch", id: 1, what: "watchOwnConversations", of: "anna" });
  const [a, b] = chats("a", "b") as [LiveConversation, LiveConversation];
  served.tell({ what: "own", value: [a, b] });
  await settle();
  worker.tell({ kind: "taken" });
  const changed = { ...a, lastSeq: 7 };
  served.tell({ what: "own", value: [b, changed] });
  await settle();
  const news = [{ id: 1, list: [1, { item: changed }], isCurrent: true }];
  expect(said.at(-1)).toEqual({ kind: "news", news });
});

it("tells a page that is busy the last of everything once it has taken what came before", async () => {
  const said: ToPage[] = [];
  const worker = new FakeLine<ToPage, ToWorker>((message) => void said.push(message));
  const served = new ServedDatabase();
  serveDatabase(worker, () => served);
  worker.tell({ kind: "open", access: ACCESS, isVisible: true });
  worker.tell({ kind: "watch", id: 1, what: "watchOwnConversations", of: "anna" });
  worker.tell({ kind: "watch", id: 2, what: "watchVisitor", of: "vera" });
  const toldNews = () => said.flatMap((message) => (message.kind === "news" ? [message.news] : []));
  const [a, b, c] = chats("a", "b", "c") as [LiveConversation, LiveConversation, LiveConversation];
  served.tell({ what: "own", value: [a] });
  await settle();
  served.tell({ what: "own", value: [a, b] });
  served.tell({ what: "visitor", value: null });
  served.tell({ what: "own", value: [c, a] });
  await settle();
  expect(toldNews()).toHaveLength(1);
  worker.tell({ kind: "taken" });
  await settle();
  // One turn for both, and of the list the last alone, told by what the page has.
  expect(toldNews().at(-1)).toEqual([
    { id: 1, list: [{ item: c }, 0], isCurrent: true },
    { id: 2, value: null, isCurrent: true },
  ]);
  worker.tell({ kind: "taken" });
  await settle();
  expect(toldNews()).toHaveLength(2);
});

it("goes on telling after an observer has thrown", async () => {
  const line = new FakeLine<ToWorker, ToPage>(() => {});
  const platform = { clock: new FakeClock(), network: new FakeNetwork(), visibility: new FakeVisibility() };
  const db = new WorkerDatabase(ACCESS, { line, platform, end: () => {} });
  const failing = () => {
    throw new Error("It cannot be drawn.");
  };
  db.watchVisitor("vera", { next: failing, failed: failing });
  const own = observed<LiveConversation[]>();
  db.watchOwnConversations("anna", own.observer);
  const [a] = chats("a");
  const news = [
    { id: 1, value: null, isCurrent: true },
    { id: 2, list: [{ item: a }], isCurrent: true },
  ];
  expect(() => line.tell({ kind: "news", news })).toThrow("It cannot be drawn.");
  expect(own.told).toEqual([{ value: [a], isCurrent: true }]);
  expect(line.said.at(-1)).toEqual({ kind: "taken" });
});

it("says refusals as the errors that they are", async () => {
  const both = openBoth();
  await expect(both.db.signIn("refused")).rejects.toMatchObject({
    name: "ChatError",
    type: "authentication",
  });
  await both.db.signIn("fine");
  expect(both.served.signedInWith).toEqual(["fine"]);
  const own = await watchOwn(both);
  both.served.refuse("own");
  await vi.waitFor(() => expect(own.failures).toHaveLength(1));
  expect(own.failures[0]).toBeInstanceOf(ChatError);
  expect(own.failures[0]?.type).toBe("authorization");
});

it("tells nobody what comes for a watch that has been stopped", async () => {
  const both = openBoth();
  const own = await watchOwn(both);
  const other = observed<unknown>();
  both.db.watchAgents(other.observer as Observer<never>);
  await vi.waitFor(() => expect(both.served.isWatched("agents")).toBe(true));
  both.served.tell({ what: "own", value: chats("a") });
  own.stop();
  await vi.waitFor(() => expect(both.served.isWatched("own")).toBe(false));
  both.served.tell({ what: "agents", value: [] });
  await vi.waitFor(() => expect(other.told).toHaveLength(1));
  expect(own.told).toEqual([]);
});

it("says what the agent writes, that the sign-in is lost, and what the browser tells only its pages", async () => {
  const { db, served, network, visibility } = openBoth();
  const sides = { conversationId: "chat1", visitorId: "vera", asks: "agent" } as const;
  await db.updateParticipant(sides, "anna", { lastSeenSeq: 3 });
  expect(served.updates).toEqual([{ lastSeenSeq: 3 }]);
  const lost = vi.fn();
  db.onSignedOut(lost);
  served.loseSignIn();
  await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
  visibility.set(false);
  network.set(true);
  await vi.waitFor(() => expect(served.reconnections).toBe(1));
  expect(served.isSeen()).toBe(false);
});

it("ends the line when the database is closed, and hears no more of the browser", async () => {
  const { db, served, end, network } = openBoth();
  await db.close();
  expect(served.isClosed).toBe(true);
  expect(end.mock.calls).toEqual([[true]]);
  network.set(true);
  await expect(db.signIn("late")).rejects.toThrow("not open");
  expect(served.reconnections).toBe(0);
});

it("ends a worker that does not answer any more", async () => {
  const line = new FakeLine<ToWorker, ToPage>(() => {});
  const clock = new FakeClock();
  const platform = { clock, network: new FakeNetwork(), visibility: new FakeVisibility() };
  const end = vi.fn();
  const closing = new WorkerDatabase(ACCESS, { line, platform, end }).close();
  await clock.advance(WORKER_LIMITS.CLOSE_MS - 1);
  expect(end).not.toHaveBeenCalled();
  await clock.advance(1);
  await closing;
  expect(end.mock.calls).toEqual([[false]]);
});

/** A line whose other end is the test. */
class FakeLine<Said, Heard> {
  readonly said: Said[] = [];
  private hear: (event: MessageEvent<Heard>) => void = () => {};

  constructor(private readonly onSaid: (message: Said) => void) {}

  postMessage(message: Said): void {
    this.said.push(message);
    this.onSaid(message);
  }

  addEventListener(_type: "message", listener: (event: MessageEvent<Heard>) => void): void {
    this.hear = listener;
  }

  tell(message: Heard): void {
    this.hear({ data: message } as MessageEvent<Heard>);
  }
}
