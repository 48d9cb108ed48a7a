import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConversationFact, ThreadFact } from "../store/facts.ts";
import type { New } from "./facts.ts";
import { factsOfHistory, type Happening } from "./history.ts";
import type { Hours } from "./measure.ts";

/**
 * The worked examples of docs/metrics.md are read from there: each block of code is a conversation, told in lines of
 * time and happening, and what it measures after the line of dashes.
 */
const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
const EXAMPLE = /^### Example: (.+)$[^`]*```text\n([\s\S]*?)```/gm;

const OFFICE: Hours = {
  id: "office",
  version: 3,
  timeZone: "UTC",
  weekly: [1, 2, 3, 4, 5].map((day) => ({ day, intervals: [{ start: "09:00", end: "18:00" }] })),
  exceptions: [],
};
const MONDAY = "2026-03-02";
const BOTS: readonly string[] = ["Robo"];

/** `HH:MM:SS` on that Monday, or `+1 HH:MM:SS` on the day after. */
function timeOf(text: string): number {
  const [, days = "0", time = ""] = /^(?:\+(\d) )?(\S+)$/.exec(text) ?? [];
  return Date.parse(`${MONDAY}T${time}Z`) + Number(days) * 24 * 3_600_000;
}

function happeningOf(at: number, [who = "", what = "", ...rest]: string[]): Happening {
  const last = rest.at(-1) ?? what;
  const hours = rest.includes("hours)") ? { hours: OFFICE } : {};
  if (who === "Vera" && what === "begins") return { type: "opened", at, groupId: "sales", ...hours };
  if (who === "Vera" && what === "writes") return { type: "visitor", at };
  if (who === "reopened") return { type: "reopened", at, groupId: "sales", ...hours };
  if (who === "queued") return { type: "queued", at, groupId: what || "sales", ...hours };
  if (who === "assigned") return { type: "assigned", at, agentId: last, isBot: BOTS.includes(last) };
  if (who === "snoozed" || who === "woken" || who === "closed") return { type: who, at };
  if (what === "writes")
    return BOTS.includes(who) ? { type: "bot", at } : { type: "person", agentId: who, at };
  throw new Error(`What happens by "${[who, what, ...rest].join(" ")}"?`);
}

interface Example {
  readonly name: string;
  readonly history: Happening[];
  readonly expected: string[];
}

const examples = [...page.matchAll(EXAMPLE)].map(([, name = "", block = ""]): Example => {
  const [told = "", measured = ""] = block.split("----\n");
  const history = told
    .trim()
    .split("\n")
    .map((line) => {
      const [, at = "", words = ""] = /^((?:\+\d )?\d\d:\d\d:\d\d) {2}(.+)$/.exec(line) ?? [];
      return happeningOf(timeOf(at), words.split(" "));
    });
  return { name, history, expected: measured.trim().split("\n") };
});

const shown = ({ seconds, businessSeconds }: { seconds: number; businessSeconds: number }): string =>
  seconds === businessSeconds ? `${seconds} s` : `${seconds} s, business ${businessSeconds} s`;

function linesOfClose(fact: New<ConversationFact>): string[] {
  const replies = fact.replies.map(
    (reply) => `${reply.isFirst ? "firstResponse" : "response"} ${shown(reply)} by ${reply.agentId}`,
  );
  return [
    `chat ${fact.ordinal}: ${fact.outcome}${fact.isShort ? ", short" : ""}`,
    ...replies,
    `queue ${shown(fact.queue)}`,
    ...(fact.handling ? [`handling ${shown(fact.handling)}`] : []),
    `resolution ${shown(fact.resolution)}`,
  ];
}

function linesOfThread({ agentId, end, owned, active }: New<ThreadFact>): string[] {
  const chatting = active.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0) / 1000;
  return [`thread of ${agentId}: ${end}, owned ${shown(owned)}, chat time ${chatting} s`];
}

describe("the examples of docs/metrics.md", () => {
  it("are there", () => expect(examples.length).toBeGreaterThanOrEqual(9));

  it.each(examples)("$name", ({ history, expected }) => {
    const lines = factsOfHistory("c", history).flatMap((fact) =>
      fact.kind === "conversation" ? linesOfClose(fact) : linesOfThread(fact),
    );
    expect(lines).toEqual(expected);
  });
});

describe("facts", () => {
  const monday = (time: string) => timeOf(time);

  it("are none of a conversation in which nobody wrote", () => {
    const history: Happening[] = [
      { type: "opened", groupId: "sales", at: monday("10:00:00") },
      { type: "closed", at: monday("10:05:00") },
    ];
    expect(factsOfHistory("c", history)).toEqual([]);
  });

  it("name the schedule and the version that they were measured by", () => {
    const history: Happening[] = [
      { type: "opened", groupId: "sales", hours: OFFICE, at: monday("17:59:00") },
      { type: "visitor", at: monday("17:59:00") },
      { type: "closed", at: monday("18:01:00") },
    ];
    expect(factsOfHistory("c", history)).toMatchObject([
      { scheduleId: "office", scheduleVersion: 3, metricsVersion: 1, days: [MONDAY] },
    ]);
  });

  it("change no past first response when the conversation is reopened", () => {
    const first: Happening[] = [
      { type: "opened", groupId: "sales", at: monday("10:00:00") },
      { type: "visitor", at: monday("10:00:00") },
      { type: "assigned", agentId: "Anna", at: monday("10:00:10") },
      { type: "person", agentId: "Anna", at: monday("10:00:30") },
      { type: "closed", at: monday("10:05:00") },
    ];
    const before = factsOfHistory("c", first);
    const again: Happening[] = [
      ...first,
      { type: "reopened", groupId: "sales", at: monday("11:00:00") },
      { type: "visitor", at: monday("11:00:00") },
      { type: "assigned", agentId: "Ben", at: monday("11:10:00") },
      { type: "person", agentId: "Ben", at: monday("11:20:00") },
      { type: "closed", at: monday("11:30:00") },
    ];
    const after = factsOfHistory("c", again);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
  });
});
