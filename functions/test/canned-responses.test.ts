import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let sales: string;
let support: string;
let sue: string;
let anna: string;
let ben: string;

beforeEach(async () => {
  backend = await startBackend();
  const { people } = backend;
  sales = await people.group("Sales", { isDefault: true });
  support = await people.group("Support");
  sue = (await people.agent("Sue", { role: "supervisor" })).token;
  anna = (await people.agent("Anna", { groupIds: [sales] })).token;
  ben = (await people.agent("Ben", { groupIds: [support] })).token;
});
afterEach(() => backend.stop());

const create = (as: string, shortcut: string, fields: { groupIds?: string[]; isPrivate?: boolean } = {}) =>
  backend.call(endpoints.createCannedResponse, {
    as,
    body: { shortcut, title: `About ${shortcut}`, text: `Text of ${shortcut}`, ...fields },
  });

const listed = async (as: string, query: Record<string, string> = {}) => {
  const { body } = await backend.call(endpoints.listCannedResponses, { as, query });
  return body.items.map(({ shortcut }) => shortcut);
};

describe("canned responses", () => {
  it("are seen by the agents of their groups and, when private, by their owner alone", async () => {
    await create(sue, "all");
    await create(sue, "sales", { groupIds: [sales] });
    await create(anna, "mine", { isPrivate: true });
    expect(await listed(anna)).toEqual(["all", "sales", "mine"]);
    expect(await listed(ben)).toEqual(["all"]);
    expect(await listed(sue)).toEqual(["all", "sales"]);
    expect(await listed(anna, { mine: "true" })).toEqual(["mine"]);
    expect(await listed(sue, { groupId: support })).toEqual(["all"]);
    expect(await listed(anna, { q: "TEXT OF sal" })).toEqual(["sales"]);
  });

  it("are not found by whom they are not for", async () => {
    const mine = (await create(anna, "mine", { isPrivate: true })).body.id;
    const ofSales = (await create(sue, "sales", { groupIds: [sales] })).body.id;
    for (const [as, id] of [
      [ben, mine],
      [sue, mine],
      [ben, ofSales],
    ] as const) {
      const got = await backend.call(endpoints.getCannedResponse, { as, params: { id } });
      expect(got.status).toBe(404);
    }
    const changed = await backend.call(endpoints.updateCannedResponse, {
      as: sue,
      params: { id: mine },
      body: { text: "Other" },
    });
    expect(changed.status).toBe(404);
  });

  it("have a shortcut that is unique among those that one person sees", async () => {
    await create(sue, "Hello", { groupIds: [sales] });
    expect((await create(sue, "hello", { groupIds: [sales] })).error.type).toBe("already_exists");
    expect((await create(sue, "hello", { groupIds: [support] })).status).toBe(201);
    expect((await create(anna, "HELLO", { isPrivate: true })).error.type).toBe("already_exists");
    expect((await create(sue, "hello")).error.type).toBe("already_exists");
    expect((await create(anna, "own", { isPrivate: true })).status).toBe(201);
    expect((await create(ben, "own", { isPrivate: true })).status).toBe(201);
  });

  it("keep their shortcut unique when many are made at once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(sue, "race")));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it("cannot come back while another has their shortcut", async () => {
    const { id } = (await create(sue, "hello")).body;
    await backend.call(endpoints.deleteCannedResponse, { as: sue, params: { id } });
    expect(await listed(anna)).toEqual([]);
    const other = (await create(sue, "hello")).body.id;
    const restore = () => backend.call(endpoints.restoreCannedResponse, { as: sue, params: { id } });
    expect((await restore()).error.type).toBe("already_exists");
    await backend.call(endpoints.deleteCannedResponse, { as: sue, params: { id: other } });
    expect((await restore()).body).toMatchObject({ id, isDeleted: false, deletedAt: null });
  });

  it("are listed page by page, whatever the filter leaves out", async () => {
    for (let i = 0; i < 7; i += 1) await create(sue, `s${i}`, i % 2 === 0 ? {} : { groupIds: [support] });
    const first = await backend.call(endpoints.listCannedResponses, { as: anna, query: { limit: "3" } });
    expect(first.body.items.map(({ shortcut }) => shortcut)).toEqual(["s0", "s2", "s4"]);
    const next = await backend.call(endpoints.listCannedResponses, {
      as: anna,
      query: { limit: "3", pageToken: first.body.nextPageToken ?? "" },
    });
    expect(next.body).toMatchObject({ items: [{ shortcut: "s6" }], nextPageToken: null });
  });
});
