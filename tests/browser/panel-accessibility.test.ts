import type { ShownField } from "@livechat/contract";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findings } from "./axe-findings.ts";
import {
  ANNA_JOINED,
  configWith,
  conversationWith,
  eventWith,
  pastConversations,
  refusal,
} from "./scripted-chat.ts";
import type { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, visit, open } = useScriptedChat();

/** What can be used and is smaller than 24 pixels, or cannot be seen whole from side to side. */
const tooSmall = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector("livechat-widget")?.shadowRoot;
    const panel = root?.querySelector(".panel");
    const outer = panel?.getBoundingClientRect();
    const all = [
      ...(panel?.querySelectorAll("button, select, textarea, input:not([type=file]), a[href]") ?? []),
    ];
    return all
      .filter((element) => !element.closest(".bubble") && element.getClientRects().length > 0)
      .filter((element) => {
        const { width, height, left, right } = element.getBoundingClientRect();
        const isOutside = left < (outer?.left ?? 0) - 1 || right > (outer?.right ?? 0) + 1;
        return width < 24 || height < 24 || isOutside;
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });

const overflows = (page: Page) =>
  page.evaluate(() => {
    const panel = document.querySelector("livechat-widget")?.shadowRoot?.querySelector(".panel");
    const all = [...(panel?.querySelectorAll(".scroller, .composer, .header, .form") ?? [])];
    return [panel, ...all]
      .filter((element) => element && element.scrollWidth > element.clientWidth + 1)
      .map((element) => element?.className);
  });

const field = (id: string, changes: Partial<ShownField>): ShownField => ({
  ...{ id, type: "text", label: id, required: true, options: [], showIf: null },
  ...changes,
});
const OPTIONS = [
  { value: "a", label: "My order" },
  { value: "b", label: "Something else" },
];
const FIELDS = [
  field("name", { label: "Your name" }),
  field("mail", { type: "email", label: "E-mail" }),
  field("topic", { type: "select", label: "What is it about?", options: OPTIONS }),
  field("how", { type: "radio", label: "How urgent?", options: OPTIONS }),
  field("more", { type: "textarea", label: "More", required: false }),
  field("agree", { type: "consent", label: "I agree" }),
];
const HOURS = {
  isOpen: false,
  nextOpeningAt: "2031-03-03T08:00:00.000Z",
  nextChangeAt: "2031-03-03T08:00:00.000Z",
  timeZone: "Europe/Zurich",
};

const HELLO = eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" });
const SAID = [
  HELLO,
  eventWith(2, ANNA_JOINED),
  eventWith(3, { text: "Good morning! See https://shop.example/lamps and **this**: `code`" }),
  eventWith(4, { authorType: "visitor", authorId: "vera1", text: "Thank you.\nI will have a look." }),
];
const waiting = { status: "pending", assignedAgentId: null, queue: { queuedAt: "2026-03-02T09:00:03.000Z" } };

type Begin = (visitor: ScriptedPanel) => Promise<unknown>;

/** Every state of the panel, by name: how a visitor comes into it from the open panel. */
const STATES: Readonly<Record<string, { before?: () => void; begin: Begin }>> = {
  home: { begin: (visitor) => visitor.sees("We are here") },
  "nobody-there": {
    before: () => {
      chat.config = configWith({ available: false, agentsOnline: 0 });
    },
    begin: (visitor) => visitor.sees("Nobody is here right now"),
  },
  closed: {
    before: () => {
      chat.config = configWith({ available: false, agentsOnline: 0, hours: HOURS });
    },
    begin: (visitor) => visitor.sees("Leave us a message"),
  },
  full: {
    before: () => {
      chat.config = configWith({ available: false, queueFull: true });
    },
    begin: (visitor) => visitor.panel.getByText("Many people are waiting").nth(1).waitFor(),
  },
  form: {
    before: () => {
      chat.config = configWith({ preChat: { when: "always", fields: FIELDS } });
    },
    begin: async (visitor) => {
      await visitor.panel.getByRole("button", { name: "Start the chat" }).click();
      await visitor.sees("Please fill this in");
    },
  },
  consent: {
    before: () => {
      chat.config = configWith({ consent: { required: true, version: "1" } });
    },
    begin: (visitor) => visitor.sees("My data may be used to answer me."),
  },
  limit: {
    before: () => {
      chat.script = ({ method }) =>
        method === "POST" ? refusal(429, "too_many_requests", {}, { "Retry-After": "90" }) : undefined;
    },
    begin: async (visitor) => {
      await visitor.write("Hello?");
      await visitor.sees("Please try again at");
    },
  },
  refused: {
    before: () => {
      chat.script = ({ method }) => (method === "POST" ? refusal(400, "validation") : undefined);
    },
    begin: async (visitor) => {
      await visitor.write("Hello?");
      await visitor.sees("Not sent");
    },
  },
  waiting: {
    begin: async (visitor) => {
      await visitor.begin([HELLO], waiting);
      await visitor.tell("summary", { waiting: 1, queuedAt: ["2026-03-02T09:00:03.000Z"] });
      await visitor.panel.getByRole("button", { name: "Leave your e-mail address" }).click();
      await visitor.panel.getByLabel("E-mail address").waitFor();
    },
  },
  conversation: {
    begin: async (visitor) => {
      await visitor.begin(SAID);
      await visitor.sees("I will have a look.");
    },
  },
  "with-a-bot": {
    begin: async (visitor) => {
      const options = [
        { id: "a", label: "My order" },
        { id: "b", label: "Something that takes more than one line to be said, as bots do" },
      ];
      const asks = { type: "choices", authorType: "bot", authorId: "robbie", metadata: { options } } as const;
      await visitor.begin([HELLO, eventWith(2, asks)], { assignedAgentId: "robbie" });
      await visitor.panel.getByRole("button", { name: "Talk to a person" }).waitFor();
    },
  },
  question: {
    begin: async (visitor) => {
      await visitor.begin(SAID);
      await visitor.panel.getByRole("button", { name: "End conversation" }).click();
      await visitor.sees("End this conversation?");
    },
  },
  emoji: {
    begin: async (visitor) => {
      await visitor.panel.getByRole("button", { name: "Emoji" }).click();
      await visitor.panel.getByRole("group", { name: "Emoji" }).waitFor();
    },
  },
  ended: {
    before: () => {
      chat.config = configWith({ rating: { scale: "five", ask: "onClose", comment: true } });
    },
    begin: async (visitor) => {
      const closed = { status: "closed", assignedAgentId: null, closedAt: "2026-03-02T10:00:00.000Z" };
      await visitor.begin(SAID, closed);
      await visitor.sees("How was this conversation?");
    },
  },
  "been-here-before": {
    begin: async (visitor) => {
      await visitor.returnHome(pastConversations(4));
      await visitor.sees("Send us a message");
    },
  },
  "home-offers": {
    before: () => {
      const link = { id: "returns", text: "How to return something", url: "https://shop.example/returns" };
      const question = { id: "delivery", text: "When does my order arrive?", url: null };
      chat.config = configWith({ home: { entries: [question, link] }, agentsOnline: 3 });
    },
    begin: (visitor) => visitor.panel.getByRole("link").waitFor(),
  },
  menu: {
    begin: async (visitor) => {
      await visitor.begin(SAID);
      await visitor.panel.getByRole("button", { name: "More" }).click();
      await visitor.panel.getByRole("menuitem").first().waitFor();
    },
  },
};

const LOOKS: readonly [name: string, page: string, options: BrowserContextOptions][] = [
  ["light", "", {}],
  ["dark", 'style="color-scheme: dark"', { colorScheme: "dark" }],
  ["phone", "", { viewport: { width: 320, height: 568 } }],
];

describe("every state", () => {
  describe.each(LOOKS)("%s", (look, attributes, options) => {
    it.each(Object.keys(STATES))(
      "%s: axe finds nothing, everything is large enough and inside",
      async (name) => {
        const state = STATES[name];
        chat.attributes = attributes;
        state?.before?.();
        const visitor = await open({ reducedMotion: "reduce", ...options });
        await state?.begin(visitor);
        await fixture().picture(visitor.page, `state-${look}-${name}`);
        expect(await findings(visitor.page)).toEqual([]);
        expect(await tooSmall(visitor.page)).toEqual([]);
        expect(await overflows(visitor.page)).toEqual([]);
      },
    );
  });
});

describe("whatever the widget's colour", () => {
  it.each([
    ["#FACC15", "#FACC15"],
    ["#FFFFFF", "#000000"],
    ["#767676", "#767676"],
    ["#00FF88", "#101010"],
  ])("%s and %s can be read, light and dark", async (color, colorDark) => {
    const { theme } = chat.config;
    for (const colorScheme of ["light", "dark"] as const) {
      chat.config = configWith({ theme: { ...theme, color, colorDark, textColor: "#FFFFFF" } });
      const visitor = await open({ colorScheme, reducedMotion: "reduce" });
      await visitor.begin(SAID);
      await visitor.sees("I will have a look.");
      expect(await findings(visitor.page)).toEqual([]);
      await fixture().picture(visitor.page, `state-accent-${colorScheme}-${color.slice(1)}`);
    }
  });
});

describe("enlarged, in other colours, from the right", () => {
  it("at 400 % the words can be read: more than half of the window is theirs", async () => {
    const visitor = await open({ viewport: { width: 320, height: 256 } });
    await visitor.begin(SAID);
    await visitor.sees("I will have a look.");
    const share = await visitor.panel
      .locator(".scroller")
      .evaluate((element) => element.clientHeight / innerHeight);
    expect(share).toBeGreaterThan(0.5);
    await visitor.panel.locator(".bubble").last().waitFor();
    expect(await overflows(visitor.page)).toEqual([]);
    await fixture().picture(visitor.page, "check-f-widget");
  });

  it("a phone that lies down with its keyboard out shows words, and the way to close", async () => {
    const visitor = await open({ viewport: { width: 568, height: 232 }, reducedMotion: "reduce" });
    await visitor.begin(SAID);
    await visitor.sees("I will have a look.");
    const words = await visitor.panel.locator(".scroller").evaluate((element) => element.clientHeight);
    expect(words).toBeGreaterThan(100);
    const close = await visitor.panel.getByRole("button", { name: "Close chat" }).boundingBox();
    expect(close?.y).toBeGreaterThanOrEqual(0);
    await fixture().picture(visitor.page, "state-lying-phone");
  });

  it("a name of a hundred letters pushes nothing out of sight", async () => {
    const visitor = await open({ viewport: { width: 320, height: 568 } });
    const metadata = { agentId: "anna", agentName: "W".repeat(100) };
    await visitor.begin([HELLO, eventWith(2, { ...ANNA_JOINED, metadata }), eventWith(3)]);
    await visitor.sees("Message 3");
    const typing = { uid: "anna", typingUntil: "2036-01-01T00:00:00Z", lastSeenSeq: 0, lastSeenAt: null };
    await visitor.tell("participants", [typing]);
    await visitor.sees("is typing");
    expect(await overflows(visitor.page)).toEqual([]);
    expect(await tooSmall(visitor.page)).toEqual([]);
    await fixture().picture(visitor.page, "state-long-name");
  });

  it("in a phone's landscape it has the whole screen", async () => {
    const visitor = await open({ viewport: { width: 740, height: 360 }, reducedMotion: "reduce" });
    await visitor.sees("We are here");
    const box = await visitor.panel.boundingBox();
    expect(box).toEqual({ x: 0, y: 0, width: 740, height: 360 });
    await fixture().picture(visitor.page, "state-landscape");
  });

  it("on a phone nothing but a tap brings up the keyboard", async () => {
    const visitor = await open({ viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true });
    await visitor.sees("We are here");
    expect(await visitor.input.evaluate((input) => input.matches(":focus"))).toBe(false);
    expect(await visitor.panel.evaluate((panel) => panel.matches(":focus-within"))).toBe(true);
    await visitor.input.tap();
    expect(await visitor.input.evaluate((input) => input.matches(":focus"))).toBe(true);
  });

  it("with forced colours everything has an edge", async () => {
    const visitor = await open({ forcedColors: "active" });
    await visitor.begin(SAID);
    await visitor.sees("I will have a look.");
    const edges = await visitor.panel
      .locator(".bubble")
      .evaluateAll((all) => all.map((bubble) => getComputedStyle(bubble).borderTopWidth));
    expect(new Set(edges)).toEqual(new Set(["1px"]));
    await fixture().picture(visitor.page, "state-forced-colors");
  });

  it("in Arabic everything stands the other way, the empty composer, too", async () => {
    const visitor = await visit();
    await visitor.page.evaluate(() => Reflect.get(window, "livechat")("setLocale", "ar"));
    await visitor.open();
    await visitor.sees("نحن هنا");
    expect(await visitor.input.evaluate((input) => getComputedStyle(input).direction)).toBe("rtl");
    await visitor.begin(SAID);
    await visitor.sees("I will have a look.");
    const own = await visitor.panel.locator(".message.own").last().boundingBox();
    const other = await visitor.panel.locator(".message.other").last().boundingBox();
    expect((own?.x ?? 0) + 1).toBeLessThan(other?.x ?? 0);
    const turned = await visitor.panel
      .getByRole("button", { name: "إنهاء المحادثة" })
      .locator("svg")
      .evaluate((icon) => getComputedStyle(icon).transform);
    expect(turned).toBe("matrix(-1, 0, 0, 1, 0, 0)");
    expect(await findings(visitor.page)).toEqual([]);
    await fixture().picture(visitor.page, "state-right-to-left");
  });

  it("the panel is as light as its host element says, whatever the system says, and follows a change", async () => {
    const visitor = await open({ colorScheme: "dark" });
    await visitor.sees("We are here");
    const say = (scheme: string) =>
      visitor.page.evaluate((scheme) => {
        const host = document.querySelector("livechat-widget");
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`:host { color-scheme: ${scheme} !important; }`);
        host?.shadowRoot?.adoptedStyleSheets.push(sheet);
        host?.setAttribute("data-scheme", scheme);
      }, scheme);
    for (const scheme of ["light", "dark"]) {
      await say(scheme);
      await expect.poll(() => visitor.panel.getAttribute("data-scheme")).toBe(scheme);
    }
  });
});

describe("by keyboard alone", () => {
  it("the menu is opened, walked through and left, and the focus comes back", async () => {
    const visitor = await open();
    await visitor.begin(SAID);
    await visitor.sees("I will have a look.");
    const more = visitor.panel.getByRole("button", { name: "More" });
    const focused = () => visitor.panel.locator(":focus").textContent();
    await more.press("Enter");
    await expect.poll(focused).toBe("Save the conversation");
    await visitor.page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("Earlier conversations");
    await visitor.page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("Sound off");
    await visitor.page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("Save the conversation");
    await visitor.page.keyboard.press("Escape");
    expect(await more.evaluate((button) => button.matches(":focus"))).toBe(true);
    await visitor.panel.waitFor();
  });

  it("the question whether to end has the safe answer in focus", async () => {
    const visitor = await open();
    await visitor.begin(SAID);
    await visitor.panel.getByRole("button", { name: "End conversation" }).press("Enter");
    await expect.poll(() => visitor.panel.locator(":focus").textContent()).toBe("Keep it");
  });

  it("what comes while the visitor is asked moves no focus; the next conversation is not asked about", async () => {
    const visitor = await open();
    await visitor.begin(SAID);
    await visitor.panel.getByRole("button", { name: "End conversation" }).press("Enter");
    const endIt = visitor.panel.getByRole("button", { name: "End it" });
    await endIt.focus();
    await visitor.tell(
      "conversation",
      conversationWith({ queuePosition: 2, updatedAt: "2026-03-02T10:00:00Z" }),
    );
    await visitor.tellEvents([...SAID, eventWith(SAID.length + 1, { text: "Are you there?" })]);
    await visitor.sees("Are you there?");
    expect(await endIt.evaluate((button) => button.matches(":focus"))).toBe(true);
    await visitor.tell("conversation", conversationWith({ status: "closed" }));
    await endIt.waitFor({ state: "detached" });
    await visitor.tell("conversation", conversationWith({}));
    await visitor.panel.getByRole("button", { name: "End conversation" }).waitFor();
    expect(await endIt.count()).toBe(0);
  });
});
