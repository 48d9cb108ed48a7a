import type { WidgetConfig } from "@livechat/contract";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Greetings } from "./greetings.ts";
import { Memory } from "./memory.ts";

/** What a browser keeps: the same for every page of a test. */
class FakeStorage {
  readonly values = new Map<string, string>();
  getItem = (key: string) => this.values.get(key) ?? null;
  setItem = (key: string, value: string) => this.values.set(key, value);
  removeItem = (key: string) => this.values.delete(key);
}

const local = new FakeStorage();
let session = new FakeStorage();
const page = { href: "https://shop.example/" };

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-02T09:00:00Z") });
  local.values.clear();
  newTab();
  page.href = "https://shop.example/";
  vi.stubGlobal("location", page);
  vi.stubGlobal("document", { referrer: "" });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function newTab(): void {
  session = new FakeStorage();
  vi.stubGlobal("window", { localStorage: local, sessionStorage: session });
  vi.stubGlobal("sessionStorage", session);
  vi.stubGlobal("localStorage", local);
}

const greeting = (id: string, rules: object[] = [], again: unknown = "never") => ({
  id,
  text: id,
  rules,
  match: "all",
  again,
  onlyWhenOpen: false,
});

/** A page that shows greetings: what it shows is told by `shown`. */
function open(greetings: object[], mayShow = true) {
  const shown: (string | null)[] = [];
  const memory = new Memory();
  const deps = { memory, locale: () => "en", mayShow: () => mayShow };
  const made = new Greetings({ ...deps, show: (one) => shown.push(one?.id ?? null) });
  made.use({ greetings, hours: null } as unknown as WidgetConfig);
  return { greetings: made, shown, memory };
}

const SECOND = 1_000;

it("shows the next one when one is dismissed, and remembers it on the next page", () => {
  const first = open([greeting("one"), greeting("two")]);
  first.greetings.end("dismissed");
  vi.advanceTimersByTime(SECOND);
  expect(first.shown).toEqual(["one", null, "two"]);
  first.greetings.stop();
  expect(open([greeting("one"), greeting("two")]).shown).toEqual([]);
});

it("stores nothing before the visitor does something", () => {
  open([greeting("one")]).greetings.stop();
  expect([...local.values, ...session.values]).toEqual([]);
});

it("looks again as time passes and when the address changes, without a patched function", () => {
  const at = { type: "url", operator: "contains", value: "/lamps" };
  const wait = { type: "timeOnPage", operator: "atLeast", value: 3 };
  const { greetings, shown } = open([greeting("late", [at, wait])]);
  vi.advanceTimersByTime(10 * SECOND);
  page.href = "https://shop.example/lamps";
  vi.advanceTimersByTime(3 * SECOND);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(2 * SECOND);
  expect(shown).toEqual(["late"]);
  greetings.stop();
  expect(vi.getTimerCount()).toBe(0);
});

it("counts pages and visits: seen once in a visit, again in the next", () => {
  const pages = greeting("third page", [{ type: "pages", operator: "atLeast", value: 3 }], "session");
  const visit = () => {
    const { memory, greetings, shown } = open([pages]);
    memory.store(true);
    greetings.stop();
    return shown;
  };
  expect([visit(), visit(), visit(), visit()]).toEqual([[], [], ["third page"], []]);
  newTab();
  vi.advanceTimersByTime(SECOND);
  const [one, two, three] = [visit(), visit(), visit()];
  expect([one, two, three]).toEqual([[], [], ["third page"]]);
});

it("counts each kind once, and an answer only of the greeting that was opened", () => {
  const { greetings } = open([greeting("one")]);
  greetings.showById("one");
  greetings.end("opened");
  greetings.answered();
  greetings.answered();
  const kinds = [...greetings.counts.values()].map(({ greetingId, type }) => `${greetingId} ${type}`);
  expect(kinds).toEqual(["one shown", "one opened", "one answered"]);
  greetings.stop();
});

it("knows who was here before", () => {
  const rule = { type: "returning", operator: "is", value: true };
  const first = open([greeting("back", [rule])]);
  first.memory.store(true);
  first.greetings.stop();
  expect(first.shown).toEqual([]);
  newTab();
  vi.advanceTimersByTime(SECOND);
  expect(open([greeting("back", [rule])]).shown).toEqual(["back"]);
});
