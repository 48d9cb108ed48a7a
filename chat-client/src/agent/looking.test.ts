import { LIMITS } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../test/fakes.ts";
import { type ListedLookers, LOOKING_LIMITS, type Lookers, Looking } from "./looking.ts";

const ben = { agentId: "ben", writing: false };

let clock: FakeClock;
let asked: number;
let shown: Lookers[];
let listed: ListedLookers[];
let looking: Looking;
beforeEach(() => {
  clock = new FakeClock();
  asked = 0;
  shown = [];
  listed = [];
  const ask = () => {
    asked += 1;
  };
  const showListed = (lookers: ListedLookers) => listed.push(lookers);
  looking = new Looking({ clock, ask, show: (lookers) => shown.push(lookers), showListed });
});

describe("who looks at a conversation", () => {
  it("is asked once for whoever stays, and not for who passes through", async () => {
    for (const id of ["chat1", "chat2", "chat3"]) {
      looking.at(id);
      await clock.advance(LOOKING_LIMITS.STAYS_MS - 1);
    }
    expect(asked).toBe(0);
    await clock.advance(60_000);
    expect(asked).toBe(1);
    looking.at("chat3");
    await clock.advance(60_000);
    expect(asked).toBe(1);
  });

  it("is said with each heartbeat while one is open, and that something is written", async () => {
    expect(looking.said()).toEqual({});
    looking.at("chat1");
    expect(looking.said()).toEqual({ conversationId: "chat1" });
    looking.writes();
    expect(looking.said()).toEqual({ conversationId: "chat1", writing: true });
    await clock.advance(LOOKING_LIMITS.WRITES_MS);
    expect(looking.said()).toEqual({ conversationId: "chat1" });
    looking.writes();
    looking.at("chat2");
    expect(looking.said()).toEqual({ conversationId: "chat2" });
    looking.at(null);
    expect(looking.said()).toEqual({});
  });

  it("is asked of what is listed, as many as may be named, and shown by conversation", () => {
    looking.lists(["chat1", "chat2"]);
    expect(looking.said()).toEqual({ listed: ["chat1", "chat2"] });
    looking.at("chat1");
    expect(looking.said()).toEqual({ conversationId: "chat1", listed: ["chat1", "chat2"] });
    const lookingAtListed = [
      { conversationId: "chat2", ...ben },
      { conversationId: "chat2", agentId: "dora", writing: true },
    ];
    looking.hear("chat1", { looking: [], lookingAtListed });
    expect(listed.at(-1)).toEqual({ chat2: [ben, { agentId: "dora", writing: true }] });
    // A service of before says nothing of it.
    looking.hear("chat1", { looking: [] });
    expect(listed.at(-1)).toEqual({});
    looking.lists(Array.from({ length: 100 }, (_, at) => `chat${at}`));
    expect(looking.said().listed).toHaveLength(LIMITS.MAX_LISTED_LOOKS);
  });

  it("is shown only of the conversation that is open", () => {
    looking.at("chat1");
    looking.hear("chat1", { looking: [ben] });
    expect(shown.at(-1)).toEqual([ben]);
    looking.at("chat2");
    expect(shown.at(-1)).toEqual([]);
    looking.hear("chat1", { looking: [ben] });
    expect(shown.at(-1)).toEqual([]);
  });

  it("is not asked any more after the end", async () => {
    looking.at("chat1");
    looking.stop();
    await clock.advance(60_000);
    expect(asked).toBe(0);
  });
});
