import type { CannedResponse } from "@livechat/contract";
import { beforeEach, expect, it } from "vitest";
import type { Call } from "./call.ts";
import { canned, forgetCanned, reloadCanned } from "./canned.ts";

interface Page {
  items: CannedResponse[];
  nextPageToken: string | null;
}

/** Pages that come when the test says so. */
class Pages {
  private readonly asked: { answer(page: Page): void; fail(problem: Error): void }[] = [];

  readonly call = (() =>
    new Promise((answer, fail) => void this.asked.push({ answer, fail }))) as unknown as Call;

  async bring(shortcuts: string[], nextPageToken: string | null): Promise<void> {
    const items = shortcuts.map((shortcut) => ({ id: shortcut, shortcut }) as CannedResponse);
    this.asked.pop()?.answer({ items, nextPageToken });
    await new Promise((resolve) => setImmediate(resolve));
  }

  async fail(): Promise<void> {
    this.asked.pop()?.fail(new Error("no network"));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const shown = () => ({
  shortcuts: canned.get().responses.map(({ shortcut }) => shortcut),
  state: canned.get().state,
});

beforeEach(forgetCanned);

it("the first canned responses can be chosen from before the last are there", async () => {
  const pages = new Pages();
  const done = reloadCanned(pages.call);
  expect(shown()).toEqual({ shortcuts: [], state: "loading" });
  await pages.bring(["hello", "bye"], "2");
  expect(shown()).toEqual({ shortcuts: ["hello", "bye"], state: "loading" });
  await pages.bring(["again"], null);
  await done;
  expect(shown()).toEqual({ shortcuts: ["again", "bye", "hello"], state: "whole" });
});

it("what was read stays when the rest cannot be", async () => {
  const pages = new Pages();
  const done = reloadCanned(pages.call);
  await pages.bring(["hello"], "2");
  const failed = expect(done).rejects.toThrow("no network");
  await pages.fail();
  await failed;
  expect(shown()).toEqual({ shortcuts: ["hello"], state: "partly" });
});

it("what is there stays whole while it is read anew", async () => {
  const pages = new Pages();
  const first = reloadCanned(pages.call);
  await pages.bring(["hello", "bye"], null);
  await first;
  const again = reloadCanned(pages.call);
  await pages.bring(["hello"], "2");
  expect(shown()).toEqual({ shortcuts: ["bye", "hello"], state: "whole" });
  await pages.bring(["welcome"], null);
  await again;
  expect(shown()).toEqual({ shortcuts: ["hello", "welcome"], state: "whole" });
});
