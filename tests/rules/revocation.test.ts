import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/src/limits.ts";
import { type Client, type Documents, isAllowed, type Person, World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

type Listened = ReturnType<Client["doc"]> | ReturnType<Client["collectionGroup"]>;

/** A listener as a page holds it: what it has been sent, and the code of the refusal that ended it. */
function listen(target: Listened) {
  const listener = { snapshots: 0, ended: null as string | null, stop: () => {} };
  const onNext = () => {
    listener.snapshots += 1;
  };
  const onError = (error: Error) => {
    listener.ended = (error as { code?: string }).code ?? error.message;
  };
  listener.stop = "path" in target ? target.onSnapshot(onNext, onError) : target.onSnapshot(onNext, onError);
  return listener;
}

const agentsEvents = (db: Client) =>
  db.collectionGroup("events").where("conversationId", "==", "chat").orderBy("seq");
const visitorsEvents = (db: Client) =>
  agentsEvents(db).where("visitorId", "==", "vera").where("visibility", "==", "all");

const SECRET: Documents = {
  "threads/chat-1/events/later": {
    conversationId: "chat",
    visitorId: "vera",
    visibility: "all",
    seq: 4,
    text: "secret",
  },
};

/** What takes the access of whom, and which listener it must end. */
const REVOCATIONS: [string, Person, (db: Client) => Listened, Documents][] = [
  ["deleting an agent", "owner", agentsEvents, { "agents/olga": { isDeleted: true } }],
  ["deleting a supervisor", "supervisor", agentsEvents, { "agents/sonia": { isDeleted: true } }],
  ["demoting a supervisor", "supervisor", agentsEvents, { "agents/sonia": { role: "agent" } }],
  [
    "taking an agent out of the group",
    "agent of the group",
    agentsEvents,
    { "agents/anna": { groupIds: [] } },
  ],
  // Both documents, as the backend writes them in one transaction.
  [
    "another owner",
    "owner",
    agentsEvents,
    { "conversations/chat": { assignedAgentId: "otto" }, "agents/olga": { activeConversationIds: [] } },
  ],
  [
    "a new password of an agent",
    "owner",
    agentsEvents,
    { "agents/olga": { signInsValidFrom: new Date(Date.now() + 1000) } },
  ],
  ["another group", "agent of the group", agentsEvents, { "conversations/chat": { groupId: "support" } }],
  [
    "ending a visitor's session, for the conversation document",
    "own visitor",
    (db) => db.doc("conversations/chat"),
    { "conversations/chat": { visitorSignInsValidFrom: new Date(Date.now() + 1000) } },
  ],
  [
    "deleting an agent, for the conversation document",
    "owner",
    (db) => db.doc("conversations/chat"),
    { "agents/olga": { isDeleted: true } },
  ],
];

const queueOf = (db: Client) =>
  db.collection("conversations").where("groupId", "==", "sales").where("status", "==", "pending");

/** What takes access to more than one conversation, and the write that shows whether it still reaches the listener. */
const OTHER_REVOCATIONS: [string, Person, (db: Client) => Listened, Documents, Documents][] = [
  [
    "a group's queue, for who is taken out of the group",
    "agent of the group",
    queueOf,
    { "agents/anna": { groupIds: [] } },
    { "conversations/later": { groupId: "sales", status: "pending", visitorId: "x", assignedAgentId: null } },
  ],
  [
    "the team, for a deleted agent",
    "owner",
    (db) => db.collection("agents").where("isDeleted", "==", false),
    { "agents/olga": { isDeleted: true } },
    { "agents/otto": { name: "secret" } },
  ],
  [
    "own notifications, for a deleted agent",
    "agent of the group",
    (db) => db.collection("agents/anna/notifications"),
    { "agents/anna": { isDeleted: true } },
    { "agents/anna/notifications/n2": { read: false } },
  ],
];

const agentsAtWork = (db: Client) =>
  db
    .collection("conversations/chat/participants")
    .where("visitorId", "==", "vera")
    .where("kind", "==", "agent");

const VISITORS_LISTENERS: [string, (db: Client) => Listened][] = [
  ["the conversation", (db) => db.doc("conversations/chat")],
  ["the events", visitorsEvents],
  ["who takes part", agentsAtWork],
  ["the queue's summary", (db) => db.doc("queues/sales")],
];

/** Ends all streams, as Google does when the token of a stream expires. */
async function endStreams(): Promise<void> {
  const { host, port } = world.emulator;
  const { projectId } = world.environment;
  const response = await fetch(`http://${host}:${port}/emulator/v1/projects/${projectId}:faults`, {
    method: "POST",
    headers: { Authorization: "Bearer owner" },
    body: JSON.stringify({ dropStreams: true }),
  });
  expect(response.ok).toBe(true);
}

describe("a visitor's sign-in", () => {
  it.each(VISITORS_LISTENERS)("ends an hour after it was minted: %s", async (_what, target) => {
    const leftMillis = 1_500;
    const mintedAt = Date.now() - LIMITS.VISITOR_SIGN_IN_SECONDS * 1000 + leftMillis;
    const signIn = () => world.environment.authenticatedContext("vera", { kind: "visitor", mintedAt });
    const listener = listen(target(signIn().firestore()));
    await expect.poll(() => listener.snapshots).toBe(1);
    // Another client: the first answers from what it listens to.
    const other = signIn().firestore();
    await expect.poll(() => isAllowed(target(other).get())).toBe(false);
    await endStreams();
    await expect.poll(() => listener.ended).toBe("permission-denied");
    listener.stop();
  });

  it("is refused from the start without the time of its minting", async () => {
    const db = world.environment.authenticatedContext("vera", { kind: "visitor" }).firestore();
    for (const [, target] of VISITORS_LISTENERS)
      await expect(target(db).get()).rejects.toMatchObject({ code: "permission-denied" });
  });
});

describe("running listeners end at once", () => {
  it.each(OTHER_REVOCATIONS)("%s", async (_what, person, target, change, later) => {
    const listener = listen(target(world.as(person)));
    await expect.poll(() => listener.snapshots).toBe(1);
    await world.store(change);
    await world.store(later);
    await expect.poll(() => listener.ended).toBe("permission-denied");
    expect(listener.snapshots).toBe(1);
    await expect(target(world.as(person)).get()).rejects.toMatchObject({ code: "permission-denied" });
    listener.stop();
  });

  it.each(REVOCATIONS)("%s", async (_what, person, target, change) => {
    const listener = listen(target(world.as(person)));
    await expect.poll(() => listener.snapshots).toBe(1);
    await world.store(change);
    await world.store(SECRET);
    await expect.poll(() => listener.ended).toBe("permission-denied");
    await expect(target(world.as(person)).get()).rejects.toMatchObject({ code: "permission-denied" });
    expect(listener.snapshots).toBe(1);
    listener.stop();
  });

  it("to a colleague who is deleted, as a document", async () => {
    const colleague = listen(world.as("agent of the group").doc("agents/olga"));
    await expect.poll(() => colleague.snapshots).toBe(1);
    await world.store({ "agents/olga": { isDeleted: true, name: "secret" } });
    await expect.poll(() => colleague.ended).toBe("permission-denied");
    expect(colleague.snapshots).toBe(1);
    colleague.stop();
  });

  it("but not those to the team, from which a deleted colleague goes", async () => {
    const names: string[][] = [];
    const team = world.as("agent of the group").collection("agents").where("isDeleted", "==", false);
    const stop = team.onSnapshot((found) => names.push(found.docs.map(({ id }) => id)));
    await expect.poll(() => names.at(-1)).toEqual(["adam", "anna", "olga", "otto", "sonia"]);
    await world.store({ "agents/olga": { isDeleted: true } });
    await expect.poll(() => names.at(-1)).toEqual(["adam", "anna", "otto", "sonia"]);
    await world.store({ "agents/olga": { isDeleted: false } });
    await expect.poll(() => names.at(-1)).toContain("olga");
    stop();
  });

  it("and those of others go on", async () => {
    const anna = listen(agentsEvents(world.as("agent of the group")));
    await expect.poll(() => anna.snapshots).toBe(1);
    await world.store({ "agents/olga": { isDeleted: true } });
    await world.store(SECRET);
    await expect.poll(() => anna.snapshots).toBe(2);
    expect(anna.ended).toBe(null);
    anna.stop();
  });
});
