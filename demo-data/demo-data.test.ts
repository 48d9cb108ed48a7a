import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocumentData, Firestore } from "@google-cloud/firestore";
import { expect, it } from "vitest";
import { startEmulator } from "../firestore-emulator/src/index.ts";
import { ACCOUNTS, IDENTITY_KEY, PROJECT_ID } from "../local/demo/demo.ts";
import { STORAGE_EXPORT } from "../local/parts/storage.ts";

const shop = join(import.meta.dirname, "..", "widget", "demo");
const folder = join(import.meta.dirname, "..", "emulator-data");

/** What the local Cloud Storage starts with. */
function storedNames(): string[] {
  const objects = join(folder, STORAGE_EXPORT, "objects");
  const texts = readdirSync(objects).map((file) => readFileSync(join(objects, file), "utf8"));
  return texts.map((text) => (JSON.parse(text) as { name: string }).name).sort();
}

function objectsOf({ objectName, hasThumbnail }: DocumentData): string[] {
  return [`files/${objectName}`, ...(hasThumbnail ? [`thumbnails/${objectName}`] : [])];
}

it("emulator-data holds the demo's team for Firestore and for Auth, hours, a widget, ratings and files", async () => {
  const emulator = await startEmulator({ projectId: PROJECT_ID, import: folder });
  const firestore = new Firestore({
    projectId: PROJECT_ID,
    host: `${emulator.host}:${emulator.port}`,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
  try {
    const { docs: team } = await firestore.collection("agents").get();
    expect(team.map((agent) => agent.get("email")).sort()).toEqual([...ACCOUNTS].sort());
    const accounts: { users: { localId: string }[] } = JSON.parse(
      readFileSync(join(folder, "auth_export", "accounts.json"), "utf8"),
    );
    expect(accounts.users.map((user) => user.localId)).toEqual(team.map((agent) => agent.id));
    const { docs: groups } = await firestore.collection("groups").get();
    const keepHours = groups.filter((group) => group.get("scheduleId") !== null);
    expect(keepHours.map((group) => group.get("name"))).toEqual(["Support", "Workshop"]);
    const never = await firestore.doc(`schedules/${keepHours[1]?.get("scheduleId")}`).get();
    expect(never.get("weekly")).toEqual([]);
    expect((await firestore.doc("widgets/default").get()).get("published.greetings")).toHaveLength(2);
    expect((await firestore.doc(`identityKeys/${IDENTITY_KEY.id}`).get()).get("secret")).toBe(
      IDENTITY_KEY.secret,
    );
    expect(readFileSync(join(shop, "shop-identity.js"), "utf8")).toContain(`"${IDENTITY_KEY.secret}"`);
    // The pages of the shop name them by these ids.
    const ids = keepHours.map((group) => `${group.get("name")}: "${group.id}"`).join(", ");
    expect(readFileSync(join(shop, "shop.js"), "utf8")).toContain(`{ ${ids} }`);
    expect((await firestore.collection("ratings").get()).size).toBeGreaterThan(100);
    const facts = (await firestore.collection("facts").get()).docs;
    const closed = facts.filter((fact) => fact.get("kind") === "conversation");
    expect(closed.length).toBeGreaterThan(300);
    const outcomes = new Set(closed.map((fact) => fact.get("outcome")));
    expect([...outcomes].sort()).toEqual(["abandoned", "answered", "missed"]);
    const files = (await firestore.collection("files").get()).docs;
    const names = new Set(files.map((file) => file.get("name")));
    expect([...names].sort()).toEqual(["broken-shade.jpg", "return-label.pdf"]);
    for (const file of files) {
      expect(file.data()).toMatchObject({ state: "attached", processed: true, expiresAt: null });
      expect(file.get("hasThumbnail")).toBe(file.get("name") === "broken-shade.jpg");
    }
    expect(storedNames()).toEqual(files.flatMap((file) => objectsOf(file.data())).sort());
    const underWay = (await firestore.collection("conversations").where("status", "!=", "closed").get()).docs;
    const countOf = (status: string) => underWay.filter((one) => one.get("status") === status).length;
    expect([countOf("active"), countOf("snoozed"), countOf("pending")]).toEqual([5, 1, 2]);
    const queues = (await firestore.collection("queues").get()).docs;
    expect(queues.reduce((sum, queue) => sum + queue.get("waiting"), 0)).toBe(countOf("pending"));
    for (const agent of team) {
      const own = underWay.filter(
        (one) => one.get("status") === "active" && one.get("assignedAgentId") === agent.id,
      );
      expect([agent.get("status"), agent.get("activeChats")]).toEqual(["offline", own.length]);
    }
    expect((await firestore.collection("presence").get()).size).toBe(0);
    expect((await firestore.collection("rollups").get()).size).toBe(0);
    expect((await firestore.collection("rateLimits").get()).size).toBe(0);
  } finally {
    await firestore.terminate();
    await emulator.stop();
  }
});
