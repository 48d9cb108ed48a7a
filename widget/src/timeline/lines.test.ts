import type { TimelineItem } from "@livechat/chat-client";
import { describe, expect, it } from "vitest";
import { linesOf } from "./lines.ts";

function item(seq: number, time: string, facts: Partial<TimelineItem> = {}): TimelineItem {
  return {
    ...{ id: `e${seq}`, seq, state: "sent", type: "message", authorType: "agent", authorId: "anna" },
    ...{ text: `text ${seq}`, systemType: null, visibility: "all", metadata: {}, files: [] },
    ...{ createdAt: new Date(`2026-03-${time}`).toISOString(), error: null, errorType: null },
    ...facts,
  } as TimelineItem;
}

const NOW = new Date("2026-03-03T10:00:30").getTime();

const shown = (items: TimelineItem[], newFrom: number | null = null) =>
  linesOf(items, { newFrom, now: NOW }).map((line) => {
    if (line.kind !== "item") return line.kind;
    return `${line.isFirst ? "[" : ""}${line.key}${line.isLast ? "]" : ""}`;
  });

describe("the lines of a conversation", () => {
  it("stand under their day, together by author and time", () => {
    const visitor = { authorType: "visitor", authorId: "vera" } as const;
    const items = [
      item(1, "02T23:58:00"),
      item(2, "03T00:01:00"),
      item(3, "03T00:02:00"),
      item(4, "03T00:08:00"),
      item(5, "03T00:08:10", visitor),
      item(6, "03T00:08:20", { type: "system", authorType: "system", authorId: null }),
      item(7, "03T00:08:30", visitor),
    ];
    expect(shown(items)).toEqual([
      ...["day", "[e1]"],
      ...["day", "[e2", "e3]", "[e4]", "[e5]", "[e6]", "[e7]"],
    ]);
  });

  it("say once where what is new begins", () => {
    const items = [item(1, "03T10:00:00"), item(2, "03T10:00:10"), item(3, "03T10:00:20")];
    expect(shown(items, 2)).toEqual(["day", "[e1]", "new", "[e2", "e3]"]);
    expect(shown(items, 1)).toEqual(["day", "new", "[e1", "e2", "e3]"]);
  });

  it("tell of a transfer once, although the thread that ends and the next one both say so", () => {
    const system = (seq: number, systemType: string, metadata: Record<string, unknown>) =>
      item(seq, `03T10:00:0${seq}`, {
        ...{ type: "system", authorType: "system", authorId: null, systemType: systemType as "transferred" },
        metadata,
      });
    const support = { groupId: "support", groupName: "Support" };
    const twice = [system(1, "transferred", support), system(2, "transferred", support)];
    expect(shown(twice)).toEqual(["day", "[e1]"]);
    // Another transfer is told, and so is the same one after something else.
    const sales = system(3, "transferred", { groupId: "sales", groupName: "Sales" });
    const joined = system(4, "agent_joined", { agentId: "anna", agentName: "Anna" });
    const all = [...twice, sales, joined, system(5, "transferred", support)];
    expect(shown(all)).toEqual(["day", "[e1]", "[e3]", "[e4]", "[e5]"]);
  });

  it("put what waits to be sent under today, however wrong the clock was by which it was written", () => {
    const own = { authorType: "visitor", authorId: "vera", seq: null, state: "pending" } as const;
    for (const written of ["02T10:00:30", "04T10:00:30"]) {
      expect(shown([item(1, "03T10:00:00"), item(2, written, own)])).toEqual(["day", "[e1]", "[e2]"]);
    }
    expect(shown([item(1, "02T10:00:00"), item(2, "02T10:00:30", own)])).toEqual([
      ...["day", "[e1]", "day", "[e2]"],
    ]);
  });

  it("of nothing are none", () => {
    expect(shown([])).toEqual([]);
  });
});
