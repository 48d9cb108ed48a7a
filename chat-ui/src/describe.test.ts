import { systemType } from "@livechat/contract";
import { expect, it } from "vitest";
import { agentNames } from "./agent-names.ts";
import { describe, type SystemEvent } from "./describe.ts";
import { LANGUAGES, systemTextsFor } from "./texts/index.ts";

const event = (type: SystemEvent["systemType"], metadata: Record<string, unknown> = {}): SystemEvent => ({
  systemType: type,
  metadata,
  text: "The stored sentence.",
});
const anna = { agentId: "anna", agentName: "Anna" };

it.each(Object.keys(LANGUAGES))("words every system event in %s, with and without names", (locale) => {
  const texts = systemTextsFor(`${locale}-XX`);
  for (const type of systemType.options) {
    for (const metadata of [{}, anna, { groupId: "sales", groupName: "Sales" }, { closedBy: "visitor" }]) {
      const told = describe(event(type, metadata), texts, "agent");
      expect(told).not.toMatch(/[{}]|^$|undefined|stored/);
    }
  }
});

it.each(Object.entries(LANGUAGES))("says in %s what English says, with the same names", (_locale, texts) => {
  const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, english] of Object.entries(LANGUAGES.en ?? {})) {
    const told = texts[key as keyof typeof texts];
    expect([key, placeholders(told)]).toEqual([key, placeholders(english)]);
    if (texts !== LANGUAGES.en) expect(told).not.toBe(english);
  }
});

it("names who joined, in the reader's language", () => {
  expect(describe(event("agent_joined", anna), systemTextsFor("de"), "visitor")).toBe("Anna ist jetzt da");
  expect(describe(event("agent_joined", anna), systemTextsFor("en"), "agent")).toBe("Anna joined");
});

it("takes no name out of a sentence: what was stored before names were is told without one", () => {
  const old = { ...event("agent_joined", { agentId: "anna" }), text: "Anna joined" };
  expect(describe(old, systemTextsFor("fr"), "visitor")).toBe("Un collègue a rejoint la conversation");
});

it("tells visitors of what concerns them alone", () => {
  const told = systemType.options.filter((type) => describe(event(type), systemTextsFor("en"), "visitor"));
  expect(told).toEqual(["agent_joined", "transferred", "conversation_closed", "visitor_inactive"]);
});

it("gives agents the stored sentence of a type that it does not know, and nothing of a message", () => {
  const unknown = event("moon_landing" as SystemEvent["systemType"]);
  expect(describe(unknown, systemTextsFor("en"), "agent")).toBe("The stored sentence.");
  expect(describe(event(null), systemTextsFor("en"), "agent")).toBe(null);
});

it("falls back to English for a language that is not here", () => {
  expect(systemTextsFor("tlh-Latn")).toBe(LANGUAGES.en);
});

it("tells the names of those who joined, the last of each", () => {
  const events = [
    event("agent_joined", anna),
    event("agent_joined", { agentId: "old" }),
    event("agent_joined", { agentId: "anna", agentName: "Anna B." }),
    event("transferred", { agentId: "ben", agentName: "Ben" }),
  ];
  expect([...agentNames(events)]).toEqual([["anna", "Anna B."]]);
});
