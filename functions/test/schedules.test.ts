import { type endpoints as Endpoints, endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { auditEntries } from "../src/store/audit.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let as: string;

beforeEach(async () => {
  backend = await startBackend();
  as = (await backend.people.agent("Ada", { role: "admin" })).token;
});

afterEach(() => backend.stop());

type Body = z.input<typeof Endpoints.createSchedule.body>;
const WEEKDAYS = [1, 2, 3, 4, 5];
const office: Body = {
  name: "Office",
  timeZone: "Europe/Zurich",
  weekly: WEEKDAYS.map((day) => ({ day, intervals: [{ start: "08:00", end: "18:00" }] })),
};
const holiday = { name: "Christmas", from: "2026-12-24", to: "2026-12-26", yearly: true, intervals: [] };

const create = (body: unknown) => backend.call(endpoints.createSchedule, { as, body: body as Body });
const update = (id: string, body: object) =>
  backend.call(endpoints.updateSchedule, { as, params: { id }, body });

describe("schedules", () => {
  it("grow their version with every change, and keep what is not mentioned", async () => {
    const { id, version } = (await create(office)).body;
    expect(version).toBe(1);
    const changed = (await update(id, { exceptions: [holiday] })).body;
    expect(changed).toMatchObject({ version: 2, weekly: office.weekly, exceptions: [holiday] });
    expect(changed.exceptions[0]?.id).toBeTruthy();
    expect((await update(id, {})).body.version).toBe(2);
    expect((await update(id, { name: "Hours" })).body).toMatchObject({ name: "Hours", version: 3 });
  });

  it("say when they are open, now or at a time", async () => {
    const { id } = (await create({ ...office, exceptions: [holiday] })).body;
    const stateAt = async (at: string) =>
      (await backend.call(endpoints.getScheduleState, { as, params: { id }, query: { at } })).body;
    expect(await stateAt("2026-12-23T16:59:59Z")).toEqual({
      isOpen: true,
      nextChangeAt: "2026-12-23T17:00:00.000Z",
      nextOpeningAt: null,
    });
    expect(await stateAt("2026-12-23T18:00:00+01:00")).toEqual({
      isOpen: false,
      nextChangeAt: "2026-12-28T07:00:00.000Z",
      nextOpeningAt: "2026-12-28T07:00:00.000Z",
    });
  });

  it("that never open are allowed", async () => {
    const { id } = (await create({ name: "Never", timeZone: "UTC", weekly: [] })).body;
    const state = await backend.call(endpoints.getScheduleState, { as, params: { id } });
    expect(state.body).toEqual({ isOpen: false, nextChangeAt: null, nextOpeningAt: null });
  });

  it.each<[string, object]>([
    ["timeZone", { timeZone: "Mars/Olympus" }],
    ["timeZone", { timeZone: "+02:00" }],
    ["weekly.0.day", { weekly: [{ day: 8, intervals: [] }] }],
    ["weekly", { weekly: [WEEKDAYS, WEEKDAYS].flat().map((day) => ({ day, intervals: [] })) }],
    ["weekly.0.intervals.0.start", { weekly: [{ day: 1, intervals: [{ start: "24:00", end: "24:00" }] }] }],
    ["weekly.0.intervals.0.end", { weekly: [{ day: 1, intervals: [{ start: "08:00", end: "25:00" }] }] }],
    ["exceptions.0.to", { exceptions: [{ ...holiday, to: "2026-12-23" }] }],
    ["exceptions.0.to", { exceptions: [{ ...holiday, to: "2027-12-24" }] }],
    ["exceptions.0.from", { exceptions: [{ ...holiday, from: "2026-02-30" }] }],
    ["exceptions", { exceptions: [holiday, holiday].map((one) => ({ ...one, id: "same" })) }],
  ])("are refused for their %s where they cannot be evaluated", async (path, wrong) => {
    const answer = await create({ ...office, ...wrong });
    expect(answer.status).toBe(400);
    expect(answer.error.details?.map((detail) => detail.path)).toContain(path);
  });

  it("cannot be deleted while a group keeps them, and leave an entry in the audit log for each change", async () => {
    const { id } = (await create(office)).body;
    const group = await backend.call(endpoints.createGroup, {
      as,
      body: { name: "Support", scheduleId: id },
    });
    const remove = () => backend.call(endpoints.deleteSchedule, { as, params: { id } });
    expect((await remove()).error.type).toBe("not_allowed");
    const params = { id: group.body.id };
    await backend.call(endpoints.updateGroup, { as, params, body: { scheduleId: null } });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    const keep = await backend.call(endpoints.updateGroup, { as, params, body: { scheduleId: id } });
    expect(keep.error.type).toBe("not_found");
    expect((await backend.call(endpoints.restoreSchedule, { as, params: { id } })).body.isDeleted).toBe(
      false,
    );
    const entries = await auditEntries.find(auditEntries.all(backend.ctx.db).where("target.id", "==", id));
    const told = entries.map(({ action }) => action).sort();
    expect(told).toEqual(["schedule.created", "schedule.deleted", "schedule.restored"]);
  });

  it("a group cannot pass its conversations to itself, or to one that is not there", async () => {
    const { id } = (await backend.call(endpoints.createGroup, { as, body: { name: "Support" } })).body;
    const pass = (groupId: string) =>
      backend.call(endpoints.updateGroup, { as, params: { id }, body: { whenClosed: { groupId } } });
    expect((await pass(id)).error.type).toBe("not_allowed");
    expect((await pass("nobody")).error.type).toBe("not_found");
  });
});
