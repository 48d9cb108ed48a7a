import type { Event } from "@livechat/contract";
import { expect, it } from "vitest";
import { timelineOf } from "./timeline.ts";

const event = (seq: number) =>
  ({ id: `e${seq}`, seq, type: "message", text: `Message ${seq}`, files: [] }) as unknown as Event;
const author = { authorType: "agent", authorId: "anna" } as const;

it("a message that has not changed is the same item: hundreds are not drawn anew for one that comes", () => {
  const [first, second] = [event(1), event(2)];
  const before = timelineOf(new Map([[first.id, first]]), [], author);
  const after = timelineOf(
    new Map([
      [second.id, second],
      [first.id, first],
    ]),
    [],
    author,
  );
  expect(after.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(after[0]).toBe(before[0]);
  const changed = timelineOf(new Map([[first.id, { ...first, text: "Other" }]]), [], author);
  expect(changed[0]?.text).toBe("Other");
});
