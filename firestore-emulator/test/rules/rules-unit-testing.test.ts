import { readFileSync } from "node:fs";
import {
  assertFails,
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from "@firebase/rules-unit-testing";
import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  documentId,
  type Firestore,
  type FirestoreError,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  onSnapshot,
  or,
  orderBy,
  query,
  runTransaction,
  serverTimestamp,
  setDoc,
  setLogLevel,
  updateDoc,
  where,
  writeBatch,
} from "firebase/firestore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

/** The unmodified testing library and web SDK against a running emulator with the rules of a small forum. */
const RULES = readFileSync(new URL("forum.rules", import.meta.url), "utf8");

const CLOSED =
  "rules_version = '2'; service cloud.firestore { match /{document=**} { allow read: if false; } }";

let underTest: EmulatorUnderTest;
let environment: RulesTestEnvironment;

beforeAll(async () => {
  setLogLevel("silent");
  underTest = await startUnderTest();
  const { host, port } = underTest;
  environment = await initializeTestEnvironment({
    projectId: "forum-rules",
    firestore: { host, port, rules: RULES },
  });
});

afterAll(async () => {
  await environment.cleanup();
  await underTest.stop();
});

beforeEach(async () => {
  await environment.withSecurityRulesDisabled(async (admin) => {
    const db = admin.firestore() as unknown as Firestore;
    await setDoc(doc(db, "members/ada"), { role: "moderator" });
    await setDoc(doc(db, "members/ben"), { role: "reader" });
    await setDoc(doc(db, "topics/open"), { author: "ada", public: true, tags: ["news"], replies: 0 });
    await setDoc(doc(db, "topics/closed"), { author: "ben", public: false, tags: [], replies: 3 });
    await setDoc(doc(db, "topics/open/posts/p1"), { author: "ben", text: "hello" });
  });
});

afterEach(() => environment.clearFirestore());

function as(uid: string, claims: Record<string, string> = {}): Firestore {
  return environment.authenticatedContext(uid, claims).firestore() as unknown as Firestore;
}

function anonymous(): Firestore {
  return environment.unauthenticatedContext().firestore() as unknown as Firestore;
}

describe("get", () => {
  it("is allowed by what the document holds", async () => {
    await assertSucceeds(getDoc(doc(anonymous(), "topics/open")));
    await assertSucceeds(getDoc(doc(as("ben"), "topics/closed")));
  });

  it("is denied otherwise, with the statement's line in the message", async () => {
    const error = await assertFails(getDoc(doc(anonymous(), "topics/closed")));
    expect(error.message).toContain("for 'get' @ L");
  });

  it("follows the member's document, not a claim", async () => {
    await assertSucceeds(getDoc(doc(as("ada"), "topics/closed")));
    await assertFails(getDoc(doc(as("eve", { role: "moderator" }), "topics/closed")));
  });

  it("is denied where no statement matches", async () => {
    await assertFails(getDoc(doc(as("ada"), "elsewhere/x")));
  });
});

describe("list", () => {
  it("is not a filter: without the constraint the query is denied even if all results would be allowed", async () => {
    await assertFails(getDocs(collection(anonymous(), "topics")));
    await assertFails(getDocs(query(collection(anonymous(), "topics"), where("replies", "==", 0))));
  });

  it("is allowed when the query's own constraint proves the rule", async () => {
    const db = anonymous();
    const found = await assertSucceeds(getDocs(query(collection(db, "topics"), where("public", "==", true))));
    expect(found.size).toBe(1);
    await assertFails(getDocs(query(collection(db, "topics"), where("public", "in", [true, false]))));
  });

  it("needs every alternative of an or to be proven", async () => {
    const topics = collection(as("ben"), "topics");
    await assertSucceeds(
      getDocs(query(topics, or(where("public", "==", true), where("author", "==", "ben")))),
    );
    await assertFails(getDocs(query(topics, or(where("public", "==", true), where("author", "==", "ada")))));
  });

  it("accepts documentId() where the rule is about the id", async () => {
    const members = collection(as("ben"), "members");
    await assertSucceeds(getDocs(query(members, where(documentId(), "==", "ben"))));
    await assertFails(getDocs(query(members, where(documentId(), "==", "ada"))));
    await assertFails(getDocs(members));
  });

  it("checks the limit and the order of collection groups", async () => {
    const posts = collectionGroup(as("ben"), "posts");
    const own = where("author", "==", "ben");
    await assertSucceeds(getDocs(query(posts, own, limit(20))));
    await assertFails(getDocs(query(posts, own, limit(21))));
    await assertFails(getDocs(query(posts, own)));
    await assertFails(getDocs(query(posts, limit(20))));
  });

  it("covers counts", async () => {
    const db = anonymous();
    await assertSucceeds(getCountFromServer(query(collection(db, "topics"), where("public", "==", true))));
    await assertFails(getCountFromServer(collection(db, "topics")));
  });
});

describe("writes", () => {
  it("creates with the server's time only", async () => {
    const db = as("ben");
    const topic = { author: "ben", public: true, tags: [], replies: 0 };
    await assertSucceeds(setDoc(doc(db, "topics/new"), { ...topic, createdAt: serverTimestamp() }));
    await assertFails(setDoc(doc(db, "topics/old"), { ...topic, createdAt: new Date(0) }));
    await assertFails(
      setDoc(doc(db, "topics/other"), { ...topic, author: "ada", createdAt: serverTimestamp() }),
    );
  });

  it("updates only the allowed keys", async () => {
    const db = as("ben");
    await assertSucceeds(updateDoc(doc(db, "topics/closed"), { tags: ["a"] }));
    await assertFails(updateDoc(doc(db, "topics/closed"), { author: "ada" }));
    await assertFails(updateDoc(doc(db, "topics/closed"), { tags: ["a", "b", "c", "d"] }));
  });

  it("sees the whole commit through getAfter()", async () => {
    const db = as("ben");
    const alone = writeBatch(db);
    alone.set(doc(db, "topics/open/posts/p2"), { author: "ben", text: "hi" });
    await assertFails(alone.commit());
    const together = writeBatch(db);
    together.set(doc(db, "topics/open/posts/p2"), { author: "ben", text: "hi" });
    together.update(doc(db, "topics/open"), { replies: 1 });
    await assertSucceeds(together.commit());
  });

  it("denies all writes of a batch when one is denied", async () => {
    const db = as("ben");
    const batch = writeBatch(db);
    batch.update(doc(db, "topics/closed"), { tags: ["kept out"] });
    batch.delete(doc(db, "topics/open"));
    await assertFails(batch.commit());
    const closed = await getDoc(doc(db, "topics/closed"));
    expect(closed.get("tags")).toEqual([]);
  });

  it("deletes by role", async () => {
    await assertFails(deleteDoc(doc(as("ben"), "topics/open")));
    await assertSucceeds(deleteDoc(doc(as("ada"), "topics/open")));
  });

  it("answers a missing document to those who may update it, and permission denied to others", async () => {
    const missing = updateDoc(doc(as("ada"), "notes/none"), { text: "x" });
    await expect(missing).rejects.toMatchObject({ code: "not-found" });
    await assertFails(updateDoc(doc(as("ben"), "notes/none"), { text: "x" }));
  });

  it("runs inside transactions", async () => {
    const db = as("ben");
    await assertSucceeds(
      runTransaction(db, async (transaction) => {
        const topic = await transaction.get(doc(db, "topics/closed"));
        transaction.update(topic.ref, { tags: ["from", "a transaction"] });
      }),
    );
    await assertFails(
      runTransaction(db, async (transaction) => {
        transaction.delete(doc(db, "topics/closed"));
      }),
    );
  });
});

describe("listeners", () => {
  it("are denied like the query, and others go on", async () => {
    const db = anonymous();
    const denied = new Promise((resolve) => {
      onSnapshot(collection(db, "topics"), () => {}, resolve);
    });
    const allowed = new Promise<number>((resolve, reject) => {
      const open = query(collection(db, "topics"), where("public", "==", true), orderBy("replies"));
      const stop = onSnapshot(
        open,
        ({ size }) => {
          stop();
          resolve(size);
        },
        reject,
      );
    });
    expect(await denied).toMatchObject({ code: "permission-denied" });
    expect(await allowed).toBe(1);
  });

  it("end as soon as the documents that the rules read no longer allow them", async () => {
    const db = as("ada");
    const events: string[] = [];
    const ended = new Promise<void>((resolve) => {
      onSnapshot(
        doc(db, "topics/closed"),
        () => {
          events.push("seen");
          void environment.withSecurityRulesDisabled(async (admin) => {
            await deleteDoc(doc(admin.firestore() as unknown as Firestore, "members/ada"));
          });
        },
        (error) => {
          events.push(error.code);
          resolve();
        },
      );
    });
    await ended;
    expect(events).toEqual(["seen", "permission-denied"]);
  });
});

describe("rules that are replaced", () => {
  const put = async (rules: string): Promise<Response> => {
    const url = `http://${underTest.address}/emulator/v1/projects/forum-rules:securityRules`;
    return fetch(url, { method: "PUT", body: JSON.stringify({ rules: { files: [{ content: rules }] } }) });
  };

  afterEach(() => put(RULES));

  it("end listeners that they no longer allow, and hold for the next request", async () => {
    const db = anonymous();
    const ended = new Promise<FirestoreError>((resolve) => {
      onSnapshot(query(collection(db, "topics"), where("public", "==", true)), () => put(CLOSED), resolve);
    });
    expect(await ended).toMatchObject({ code: "permission-denied" });
    await assertFails(getDoc(doc(db, "topics/open")));
  });

  it("stay as they are when the new ones do not compile", async () => {
    const refused = await put(`${CLOSED}}`);
    expect(refused.status).toBe(400);
    await assertSucceeds(getDoc(doc(anonymous(), "topics/open")));
  });
});

describe("the coverage report", () => {
  it("counts what the rules evaluated to", async () => {
    await assertSucceeds(getDoc(doc(anonymous(), "topics/open")));
    const { host, port } = underTest;
    const response = await fetch(`http://${host}:${port}/emulator/v1/projects/forum-rules:ruleCoverage`);
    const coverage = (await response.json()) as { rules: { files: unknown[] }; report: unknown[] };
    expect(coverage.rules.files).toHaveLength(1);
    expect(JSON.stringify(coverage.report)).toContain('"values":[{"value":{"boolValue":true}');
  });
});
