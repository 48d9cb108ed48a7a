import { endpoints, type FirebaseAccess, type Session } from "@livechat/contract";
import { deleteApp, type FirebaseApp, initializeApp } from "firebase/app";
import {
  connectAuthEmulator,
  initializeAuth,
  inMemoryPersistence,
  signInWithCustomToken,
} from "firebase/auth";
import {
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  doc,
  type Firestore,
  getDoc,
  getDocs,
  getFirestore,
  onSnapshot,
  orderBy,
  type Query,
  query,
  setLogLevel,
  terminate,
  updateDoc,
  where,
} from "firebase/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { api, hire, loginAdmin, makeGroup, startSession, type TeamMember, untilActive } from "./people.ts";

// Refusals are what these tests are about; the SDK would report each.
setLogLevel("silent");

const open: { app: FirebaseApp; db: Firestore }[] = [];

/** The web SDK, signed in with the custom token that the API gave. */
async function signIn({ customToken, config, emulators }: FirebaseAccess): Promise<Firestore> {
  if (!emulators) throw new Error("The tests run on emulators.");
  const app = initializeApp(config, `access-${open.length}`);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, emulators.auth, { disableWarnings: true });
  const db = getFirestore(app);
  const [host = "", port] = emulators.firestore.split(":");
  connectFirestoreEmulator(db, host, Number(port));
  open.push({ app, db });
  await signInWithCustomToken(auth, customToken);
  return db;
}

const asAgent = async ({ token }: TeamMember) =>
  signIn((await api.call(endpoints.firebaseToken, { token })).body);

const refused = { code: "permission-denied" };
const eventsOf = (db: Firestore, { conversationId }: Session, ...more: ReturnType<typeof where>[]) =>
  query(
    collectionGroup(db, "events"),
    where("conversationId", "==", conversationId),
    ...more,
    orderBy("seq"),
  );
const asVisitorAsks = (db: Firestore, session: Session) =>
  eventsOf(db, session, where("visitorId", "==", session.visitorId), where("visibility", "==", "all"));
const messages = async (asked: Query) =>
  (await getDocs(asked)).docs
    .filter((event) => event.get("type") === "message")
    .map((event) => event.get("text"));

/** A listener as a page holds it, and the code of the refusal that ended it. */
function listen(asked: Query) {
  const listener = { snapshots: 0, ended: "" };
  onSnapshot(
    asked,
    () => {
      listener.snapshots += 1;
    },
    ({ code }) => {
      listener.ended = code;
    },
  );
  return listener;
}

let adminToken: string;
let dora: TeamMember;
let other: TeamMember;
let groupId: string;
let otherGroupId: string;
let session: Session;
let noteId: string;
let threadId: string;

beforeAll(async () => {
  adminToken = await loginAdmin();
  [dora, other] = [await hire(adminToken), await hire(adminToken)];
  groupId = await makeGroup(adminToken, "round_robin", [dora]);
  otherGroupId = await makeGroup(adminToken, "round_robin", [other]);
  session = await startSession(groupId);
  threadId = (await untilActive(session)).activeThreadId ?? "";
  const params = { id: threadId };
  const note = { text: "A careful one", visibility: "agents" } as const;
  noteId = (await api.call(endpoints.addEvent, { token: dora.token, params, body: note })).body.id;
  await api.call(endpoints.addEvent, { token: dora.token, params, body: { text: "Good morning!" } });
});
afterAll(async () => {
  await Promise.all(open.map(({ db }) => terminate(db)));
  await Promise.all(open.map(({ app }) => deleteApp(app)));
});

/** The rules on what the backend really writes, by tokens that it really gives. */
describe("the documents of a real conversation", () => {
  it("show the visitor the conversation without its notes, and nothing else", async () => {
    const db = await signIn(session.firebase);
    expect(await messages(asVisitorAsks(db, session))).toEqual(["Hello?", "Good morning!"]);
    const conversation = await getDoc(doc(db, "conversations", session.conversationId));
    expect(conversation.get("lastMessage.text")).toBe("Good morning!");
    expect((await getDoc(doc(db, "threads", threadId))).exists()).toBe(true);
    await expect(getDoc(doc(db, "threads", threadId, "events", noteId))).rejects.toMatchObject(refused);
    await expect(getDocs(eventsOf(db, session))).rejects.toMatchObject(refused);
    for (const path of [`visitors/${session.visitorId}`, `agents/${dora.id}`, `groups/${groupId}`]) {
      await expect(getDoc(doc(db, path))).rejects.toMatchObject(refused);
    }
    const change = updateDoc(conversation.ref, { status: "closed" });
    await expect(change).rejects.toMatchObject(refused);
  });

  it("show another visitor nothing", async () => {
    const db = await signIn((await startSession(groupId)).firebase);
    await expect(getDocs(asVisitorAsks(db, session))).rejects.toMatchObject(refused);
    for (const path of [`conversations/${session.conversationId}`, `threads/${threadId}`]) {
      await expect(getDoc(doc(db, path))).rejects.toMatchObject(refused);
    }
  });

  it("go with the conversation when it is transferred to another group", async () => {
    const [doras, others] = [await asAgent(dora), await asAgent(other)];
    const visitor = (db: Firestore) => getDoc(doc(db, "visitors", session.visitorId));
    const running = listen(eventsOf(doras, session));
    await expect.poll(() => running.snapshots).toBe(1);
    expect(await messages(eventsOf(doras, session))).toEqual(["Hello?", "A careful one", "Good morning!"]);
    expect((await visitor(doras)).exists()).toBe(true);
    await expect(getDocs(eventsOf(others, session))).rejects.toMatchObject(refused);
    await expect(visitor(others)).rejects.toMatchObject(refused);
    const params = { id: session.conversationId };
    const body = { groupId: otherGroupId };
    await api.call(endpoints.transferConversation, { token: dora.token, params, body });
    await expect.poll(() => running.ended).toBe("permission-denied");
    await expect(visitor(doras)).rejects.toMatchObject(refused);
    expect((await visitor(others)).exists()).toBe(true);
    expect(await messages(eventsOf(others, session))).toContain("A careful one");
  });

  it("are no more for who is taken out of the group, while a listener runs", async () => {
    const db = await asAgent(dora);
    const queue = query(
      collection(db, "conversations"),
      where("groupId", "==", groupId),
      where("status", "==", "pending"),
    );
    const running = listen(query(queue, orderBy("queue.queuedAt")));
    await expect.poll(() => running.snapshots).toBeGreaterThan(0);
    const params = { id: groupId, agentId: dora.id };
    await api.call(endpoints.removeGroupAgent, { token: adminToken, params });
    await startSession(groupId);
    await expect.poll(() => running.ended).toBe("permission-denied");
  });
});
