import { expect, it } from "vitest";
import { isCovered, toggled } from "./webhook-types.ts";

it("a subject as a whole takes the place of its parts", () => {
  const chosen = toggled(["conversation.created", "message.created"], "conversation.*");
  expect(chosen).toEqual(["message.created", "conversation.*"]);
  expect(isCovered(chosen, "conversation.closed")).toBe(true);
  expect(isCovered(chosen, "agent.created")).toBe(false);
});

it("everything takes the place of all, and a subject is not covered by its parts", () => {
  expect(toggled(["conversation.*", "agent.created"], "*")).toEqual(["*"]);
  expect(isCovered(["*"], "conversation.*")).toBe(true);
  expect(isCovered(["conversation.created"], "conversation.*")).toBe(false);
});

it("what is chosen is taken back", () => {
  expect(toggled(["agent.*", "*"], "*")).toEqual(["agent.*"]);
});
