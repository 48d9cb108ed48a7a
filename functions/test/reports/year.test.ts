import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { randomOf } from "../../../simulator/seeded-random.ts";
import { countFact, type Rollups, toStored } from "../../src/features/reports/rollup.ts";
import type { StoredFact } from "../../src/store/facts.ts";
import { rollups } from "../../src/store/rollups.ts";
import { type Backend, startBackend } from "../harness.ts";
import { ordinaryChat } from "./synthetic-year.ts";

const DAY_MILLIS = 24 * 3_600_000;
const FIRST_DAY = Date.parse("2025-03-01T00:00:00Z");
const DAYS = 365;
const CHATS_PER_DAY = 3;
/** Documents. */
const MAX_READS = 400;
const BATCH_DOCUMENTS = 50;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
});
afterEach(() => backend.stop());

/** A year of two groups, folded. @returns how many chats the first group had. */
async function writeYear(groupId: string, otherId: string): Promise<number> {
  const random = randomOf(7);
  const company = { groupIds: [groupId, otherId], agentIds: ["anna", "ben"], tagIds: [] };
  const sums: Rollups = new Map();
  let chats = 0;
  for (let i = 0; i < DAYS * CHATS_PER_DAY; i++) {
    const day = FIRST_DAY + Math.floor(i / CHATS_PER_DAY) * DAY_MILLIS;
    for (const fact of ordinaryChat(`c${i}`, { day, company }, random)) {
      const stored: StoredFact = { ...fact, recordedAt: new Date(day).toISOString() };
      countFact(sums, stored);
      if (fact.kind === "conversation" && fact.groupId === groupId) chats += 1;
    }
  }
  const { db } = backend.ctx;
  const list = [...sums.values()].filter(({ kind }) => kind === "group");
  for (let i = 0; i < list.length; i += BATCH_DOCUMENTS) {
    const batch = db.batch();
    for (const sum of list.slice(i, i + BATCH_DOCUMENTS)) batch.set(rollups.ref(db, sum.id), toStored(sum));
    await batch.commit();
  }
  return chats;
}

it("twelve months of one group cost at most 400 documents, in any zone", { timeout: 120_000 }, async () => {
  const admin = await backend.people.agent("Ada", { role: "admin", status: "offline" });
  const chats = await writeYear("sales", "support");
  const from = new Date(FIRST_DAY).toISOString();
  const to = new Date(FIRST_DAY + DAYS * DAY_MILLIS).toISOString();
  for (const [timezone, name] of [
    ["UTC", "total_chats"],
    ["Asia/Kathmandu", "overview"],
  ] as const) {
    backend.emulator.meter.reset(backend.projectId);
    const query = { from, to, timezone, groupId: "sales" };
    const sent = { as: admin.token, params: { name }, query };
    const { total } = (await backend.call(endpoints.getReport, sent)).body;
    const { documentReads } = backend.emulator.meter.usage(backend.projectId);
    expect(typeof total === "number" ? total : total.total).toBe(chats);
    expect(documentReads).toBeLessThanOrEqual(MAX_READS);
    expect(documentReads).toBeGreaterThan(DAYS / 2);
  }
});
