import { describe, expect, it } from "vitest";
import { configWith, conversationWith, eventWith, refusal } from "./scripted-chat.ts";
import type { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, open } = useScriptedChat();

const HELLO = eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" });
const WAITING = { status: "pending", assignedAgentId: null, queue: { queuedAt: "2026-03-02T09:00:03.000Z" } };
/** The visitor is the second of two. */
const SUMMARY = { waiting: 2, queuedAt: ["2026-03-02T09:00:01.000Z", "2026-03-02T09:00:03.000Z"] };

const NOBODY = { available: false, agentsOnline: 0 };
const BUSY = { available: false, agentsOnline: 2 };
const CLOSED = {
  ...NOBODY,
  hours: {
    isOpen: false,
    nextOpeningAt: "2031-03-03T08:00:00.000Z",
    nextChangeAt: "2031-03-03T08:00:00.000Z",
    timeZone: "Europe/Zurich",
  },
} as const;

/** The line below the title, and what the card says. */
async function told({ panel }: ScriptedPanel): Promise<string[]> {
  return [
    (await panel.locator(".subtitle").textContent()) ?? "",
    ...(await panel.locator(".card p").allTextContents()),
  ];
}

/** The next page hears of the conversation what the one before has heard. */
async function comeBack(visitor: ScriptedPanel): Promise<void> {
  await visitor.reload();
  await visitor.panel.waitFor();
  await visitor.tell("conversation", conversationWith(WAITING));
  await visitor.tellEvents([HELLO]);
  await visitor.tell("summary", SUMMARY);
  await visitor.panel.locator(".card").waitFor();
}

describe("whoever waits is told the same on every page", () => {
  it.each([
    [
      "while nobody is there",
      NOBODY,
      ["Nobody is here right now", "Nobody is here right now. We will answer as soon as someone is back."],
    ],
    [
      "while everybody is busy",
      BUSY,
      [
        "You are number 2 in the queue",
        "You are number 2 in the queue",
        "You may leave this page: the conversation stays, and the answer will be here.",
      ],
    ],
    [
      "while it is closed",
      CLOSED,
      [
        "We are back: March 3 at 03:00 AM",
        "We have your message and will answer it.",
        "We are back: March 3 at 03:00 AM",
      ],
    ],
  ])("%s", async (what, presence, expected) => {
    const visitor = await open({ timezoneId: "America/New_York" });
    chat.config = configWith(presence);
    await visitor.begin([HELLO], WAITING);
    await visitor.tell("summary", SUMMARY);
    await expect.poll(() => told(visitor)).toEqual(expected);
    await comeBack(visitor);
    await expect.poll(() => told(visitor)).toEqual(expected);
    await fixture().picture(visitor.page, `waiting-again-${what.replaceAll(" ", "-")}`);
  });

  it.each([
    ["en", "Expected wait: about 3 minutes"],
    ["pl", "Przewidywany czas oczekiwania: mniej więcej 3 minuty"],
  ])("and how long it will take, until it has taken longer: %s", async (locale, expected) => {
    chat.config = configWith({ ...BUSY, usualAnswerSeconds: 170 });
    const visitor = await open();
    await visitor.page.evaluate((tag) => Reflect.get(window, "livechat")("setLocale", tag), locale);
    const queuedAt = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
    const own = queuedAt(1);
    await visitor.begin([HELLO], { ...WAITING, queue: { queuedAt: own } });
    await visitor.tell("summary", { waiting: 1, queuedAt: [own] });
    await visitor.sees(expected);
    await fixture().picture(visitor.page, `expected-wait-${locale}`);
    const longAgo = queuedAt(171);
    await visitor.tell("conversation", conversationWith({ ...WAITING, queue: { queuedAt: longAgo } }));
    await visitor.tell("summary", { waiting: 1, queuedAt: [longAgo] });
    await visitor.panel.getByText(expected).waitFor({ state: "detached" });
  });

  it("and of no place in the queue while it is not known that anybody is there", async () => {
    const visitor = await open();
    await visitor.begin([HELLO], WAITING);
    await visitor.tell("summary", SUMMARY);
    await visitor.sees("You are number 2 in the queue");
    chat.script = ({ path }) => (path.startsWith("/v1/widget/config") ? refusal(500, "internal") : undefined);
    await comeBack(visitor);
    // The summary has been heard: a place would be shown.
    await expect
      .poll(async () => (await told(visitor)).slice(0, 2))
      .toEqual(["Waiting for a colleague", "Waiting for a colleague"]);
    chat.script = () => undefined;
    chat.config = configWith(NOBODY);
    await visitor.panel.press("Escape");
    await visitor.open();
    await visitor.sees("Nobody is here right now. We will answer as soon as someone is back.");
    expect(await visitor.panel.getByText("number").count()).toBe(0);
  });
});
