import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeBrowser, settle } from "../../test/fakes.ts";
import { IdentityServer, type Passage, tokenOf } from "../../test/identity-server.ts";
import * as livePart from "./live-part.ts";
import { subjectOf } from "./subject.ts";
import { VisitorChat } from "./visitor-chat.ts";

type Step =
  | { do: "identify"; tab: number; who: "Ann" | "Bob" }
  | { do: "logout"; tab: number }
  | { do: "write"; tab: number }
  | { do: "wait"; millis: number };

/** Longer than the longest pause between two attempts. */
const UNTIL_QUIET_MS = 600_000;

const tab = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("identify" as const),
    tab,
    who: fc.constantFrom("Ann" as const, "Bob" as const),
  }),
  fc.record({ do: fc.constant("logout" as const), tab }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("write" as const), tab }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("wait" as const), millis: fc.constantFrom(1, 40, 200, 5_000) }),
  },
);
const passage: fc.Arbitrary<Passage> = fc.record({
  millis: fc.constantFrom(0, 5, 50, 150),
  isLost: fc.constantFrom(false, false, false, true),
});

/** Two tabs of one browser, and who has sat at it from one sign-out to the next: a person, or somebody without a name. */
class Sitting {
  readonly browser = new FakeBrowser();
  readonly server: IdentityServer;
  readonly tabs: VisitorChat[];
  private readonly people: (string | null)[] = [null];

  constructor(passages: readonly Passage[]) {
    this.server = new IdentityServer(this.browser.clock, passages);
    const platform = () => ({ ...this.browser.tab(), fetch: this.server.fetch });
    this.tabs = [platform(), platform()].map(
      (platform) => new VisitorChat({ api: "", platform, loadLive: async () => livePart }),
    );
  }

  async take(step: Step): Promise<void> {
    if (step.do === "wait") return this.browser.clock.advance(step.millis);
    const chat = this.tabs[step.tab];
    if (step.do === "write") chat?.send(`sitting ${this.people.length - 1}`);
    if (step.do === "logout") {
      void chat?.logout();
      this.people.push(null);
    }
    if (step.do === "identify") {
      // What is superseded or lost is refused; the property is about what is kept.
      void chat?.identify(tokenOf(step.who)).catch(() => {});
      const now = this.people.at(-1);
      if (now === null) this.people[this.people.length - 1] = step.who;
      else if (now !== step.who) this.people.push(step.who);
    }
  }

  /** Whose a message is. */
  personOf(text: string): string {
    const sitting = Number(text.split(" ")[1]);
    return this.people[sitting] ?? `nobody ${sitting}`;
  }

  get texts(): string[][] {
    return this.server.conversations.map(({ messages }) => [...messages.values()]);
  }

  get last(): string {
    return `sitting ${this.people.length - 1}`;
  }
}

describe("who the visitor is", () => {
  it("never lets two people share a conversation, and loses no word of whoever is here", async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 14 });
    const passages = fc.array(passage, { minLength: 1, maxLength: 9 });
    const property = fc.asyncProperty(steps, passages, async (steps, passages) => {
      fc.pre(passages.some(({ isLost }) => !isLost));
      const sitting = new Sitting(passages);
      let written = 0;
      for (const one of steps) {
        await sitting.take(one);
        if (one.do === "logout") written = 0;
      }
      for (const chat of sitting.tabs) {
        chat.send(sitting.last);
        written += 1;
      }
      await sitting.browser.clock.advance(UNTIL_QUIET_MS);
      for (const texts of sitting.texts) {
        expect(new Set(texts.map((text) => sitting.personOf(text))).size).toBeLessThanOrEqual(1);
      }
      const said = sitting.texts.flat().filter((text) => text === sitting.last);
      expect(said.length).toBeGreaterThanOrEqual(written);
      for (const chat of sitting.tabs) await chat.destroy();
    });
    await fc.assert(property, { numRuns: 250 });
  });

  it("is nobody any more at once after a logout: nothing is stored or shown", async () => {
    const { browser, tabs, server } = new Sitting([{ millis: 5, isLost: false }]);
    const [here, other] = tabs;
    here?.send("Hello");
    await browser.clock.advance(100);
    expect(other?.state.get().conversationId).toBe("chat1");
    void here?.logout();
    expect(browser.store.keys("")).toEqual([]);
    await settle();
    for (const chat of tabs)
      expect(chat.state.get()).toMatchObject({ conversationId: null, timeline: [], unread: 0 });
    await browser.clock.advance(100);
    expect(server.conversations.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  it("keeps the conversation that this browser began without a name", async () => {
    const { browser, tabs, server } = new Sitting([{ millis: 5, isLost: false }]);
    tabs[0]?.send("Hello");
    await browser.clock.advance(100);
    void tabs[0]?.identify(tokenOf("Ann"));
    await browser.clock.advance(100);
    tabs[0]?.send("It is me");
    await browser.clock.advance(100);
    expect(server.conversations.map(({ messages }) => [...messages.values()])).toEqual([
      ["Hello", "It is me"],
    ]);
  });

  it.each([
    [`header.${Buffer.from('{"sub":"Zoë~?>"}').toString("base64url")}.signature`, "Zoë~?>"],
    ["header.e30.signature", ""],
    ["no token", ""],
  ])("of %s is %o", (token, subject) => {
    expect(subjectOf(token)).toBe(subject);
  });
});
