import type { Event } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { ANNA_JOINED, conversationWith, eventWith, refusal } from "./scripted-chat.ts";
import { listen, type ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, visit, open } = useScriptedChat();

const own = (seq: number, text: string, changes: Partial<Event> = {}) =>
  eventWith(seq, { authorType: "visitor", authorId: "vera1", text, ...changes });
const HELLO = own(1, "Hello?");
const JOINED = eventWith(2, ANNA_JOINED);
const MINUTE = 60_000;
const at = (minutes: number) => new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * MINUTE).toISOString();

const bubbles = (visitor: ScriptedPanel) => visitor.panel.locator(".message .bubble");
const distanceFromEnd = (visitor: ScriptedPanel) =>
  visitor.panel
    .locator(".scroller")
    .evaluate((element) => Math.round(element.scrollHeight - element.scrollTop - element.clientHeight));

describe("what is said", () => {
  it("has links that are safe, light formatting, and otherwise the text that it is", async () => {
    const texts = [
      "See https://shop.example/lamps?a=1, or mail help@shop.example.",
      "**Yes**, _really_: `npm i`\n```\nlet a = 1;\n```",
      "javascript:alert(1) data:text/html,x <a href='https://x'>y</a>",
      "Please:\n1. Turn it **off**\n2. Wait\nThen:\n- look\n- write",
    ];
    const visitor = await open();
    await visitor.begin([HELLO, JOINED, ...texts.map((text, index) => eventWith(3 + index, { text }))]);
    await visitor.sees("javascript:alert(1)");
    const links = await visitor.panel
      .locator(".bubble a")
      .evaluateAll((all) =>
        all.map((link) => [link.getAttribute("href"), link.getAttribute("target"), link.getAttribute("rel")]),
      );
    expect(links).toEqual([
      ["https://shop.example/lamps?a=1", "_blank", "noopener noreferrer nofollow"],
      ["mailto:help@shop.example", "_blank", "noopener noreferrer nofollow"],
      // Inside of what looks like markup it is an address, too, and nothing else.
      ["https://x", "_blank", "noopener noreferrer nofollow"],
    ]);
    expect(await visitor.panel.locator(".bubble strong").allTextContents()).toEqual(["Yes", "off"]);
    expect(await visitor.panel.locator(".bubble code").allTextContents()).toEqual(["npm i", "let a = 1;"]);
    expect(await bubbles(visitor).nth(-2).textContent()).toBe(texts[2]);
    const listed = visitor.panel.locator(".bubble").last().locator("ol > li, ul > li");
    expect(await listed.allTextContents()).toEqual(["Turn it off", "Wait", "look", "write"]);
    await fixture().picture(visitor.page, "panel-20-formatting");
  });

  it("stands under its day and together by author, with what became of it", async () => {
    const visitor = await open();
    await visitor.begin([
      own(1, "Hello?", { createdAt: at(0) }),
      eventWith(2, { ...ANNA_JOINED, createdAt: at(1) }),
      eventWith(3, { text: "Good morning!", createdAt: at(2) }),
      eventWith(4, { text: "How can I help?", createdAt: at(3) }),
      own(5, "My lamp is broken.", { createdAt: at(24 * 60) }),
      own(6, "It was new.", { createdAt: at(24 * 60 + 1) }),
    ]);
    await visitor.sees("It was new.");
    expect(await visitor.panel.locator(".day").allTextContents()).toEqual([
      "Monday, March 2",
      "Tuesday, March 3",
    ]);
    expect(await visitor.panel.locator(".facts").allTextContents()).toEqual([
      "09:00 AM",
      "09:03 AM",
      "09:01 AMSent",
    ]);
    await visitor.tell("participants", [
      { uid: "anna", typingUntil: null, lastSeenSeq: 6, lastSeenAt: null },
    ]);
    await visitor.panel.getByText("Seen").waitFor();
    await visitor.tell("participants", [
      { uid: "anna", typingUntil: "2036-01-01T00:00:00Z", lastSeenSeq: 6, lastSeenAt: null },
    ]);
    await visitor.sees("Anna Becker is typing…");
    await fixture().picture(visitor.page, "panel-21-conversation");
  });

  it("hostile texts stay text in every place that shows them", async () => {
    const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\u202E`;
    chat.config = { ...chat.config, texts: { title: evil, welcome: evil } };
    const earlier = conversationWith({
      ...{ id: "old1", status: "closed", subject: evil },
      lastMessage: { text: evil, authorType: "agent", createdAt: at(0) },
    });
    chat.script = ({ path }) =>
      path.startsWith("/v1/conversations?") ? { json: { items: [earlier], nextPageToken: null } } : undefined;
    const visitor = await open();
    await visitor.sees("<img src=x");
    const answers = [{ id: evil, type: "text", label: evil, value: evil, text: evil }];
    await visitor.begin([
      HELLO,
      eventWith(2, { ...ANNA_JOINED, metadata: { agentId: "anna", agentName: evil } }),
      eventWith(3, { text: evil }),
      own(4, "", { type: "form", metadata: { fields: answers } }),
      own(5, "", { type: "form", metadata: { fields: [null, 1, { label: 2 }] } }),
      eventWith(6, { text: "W".repeat(16_000) }),
    ]);
    await visitor.panel.getByText("W".repeat(50)).waitFor();
    await visitor.tell("participants", [
      { uid: "anna", typingUntil: "2036-01-01T00:00:00Z", lastSeenSeq: 0, lastSeenAt: null },
    ]);
    await visitor.panel.getByRole("button", { name: "More" }).click();
    await visitor.panel.getByRole("menuitem", { name: "Earlier conversations" }).click();
    await visitor.panel.locator(".conversations").waitFor();
    await fixture().picture(visitor.page, "panel-22-hostile");
    expect(await visitor.page.title()).toBe("A shop");
    expect(await visitor.panel.locator("img, script").count()).toBe(0);
    const isWide = () => visitor.panel.evaluate((panel) => panel.scrollWidth > panel.clientWidth);
    expect(await isWide()).toBe(false);
    await visitor.panel.getByRole("button", { name: "Back" }).click();
    await visitor.panel.locator(".message").first().waitFor();
    expect(await isWide()).toBe(false);
  });
});

describe("with a bot", () => {
  const OPTIONS = [
    { id: "order", label: "My order" },
    { id: "other", label: "Something else" },
  ];
  const robbie = { authorType: "bot", authorId: "robbie" } as const;
  const asks = [
    HELLO,
    eventWith(2, { ...ANNA_JOINED, metadata: { agentId: "robbie", agentName: "Robbie", isBot: true } }),
    eventWith(3, { ...robbie, text: "I can help.", metadata: { aiLabel: "You are talking to an AI." } }),
    eventWith(4, { ...robbie, type: "choices", text: "What is it about?", metadata: { options: OPTIONS } }),
  ];

  it("its answers are buttons, read aloud with the question; one is sent once, and all are gone, also by keyboard", async () => {
    const visitor = await open();
    const heard = await listen(visitor.page);
    await visitor.begin(asks, { assignedAgentId: "robbie" });
    await visitor.sees("You are talking to an AI.");
    // The answer to a choice has its option's words.
    chat.script = ({ body }) =>
      body.type === "choice"
        ? { status: 201, json: own(5, "Something else", { id: String(body.id) }) }
        : undefined;
    const choices = visitor.panel.getByRole("group", { name: "What is it about?" });
    expect(await choices.getByRole("button").allTextContents()).toEqual(["My order", "Something else"]);
    await expect.poll(heard).toContain("Robbie: What is it about?, My order, Something else");
    await fixture().picture(visitor.page, "panel-27-choices");
    await visitor.panel.locator(".scroller").focus();
    await visitor.page.keyboard.press("Tab");
    await visitor.page.keyboard.press("Tab");
    await visitor.page.keyboard.press("Enter");
    await choices.waitFor({ state: "detached" });
    expect(await visitor.input.evaluate((input) => input.matches(":focus"))).toBe(true);
    await visitor.sees("Something else");
    const picks = () => chat.calls.filter(({ body }) => body.type === "choice");
    await expect.poll(() => picks().length).toBe(1);
    expect(picks()[0]).toMatchObject({
      path: "/v1/threads/chat1-1/events",
      body: { optionId: "other", inReplyTo: "event-4", id: expect.any(String) },
    });
    const answer = own(5, "Something else", { id: String(picks()[0]?.body.id) });
    await visitor.tellEvents([...asks, answer]);
    await visitor.panel.locator(".message.sent", { hasText: "Something else" }).waitFor();
    expect(await choices.count()).toBe(0);
  });

  it("a person is asked for once, and nothing of the bot's can be pressed from then on", async () => {
    const visitor = await open();
    chat.script = ({ path }) => (path.endsWith("/request-person") ? refusal(500, "internal") : undefined);
    await visitor.begin(asks, { assignedAgentId: "robbie" });
    const person = visitor.panel.getByRole("button", { name: "Talk to a person" });
    await person.press("Enter");
    await visitor.sees("The chat has a problem.");
    chat.script = () => undefined;
    await person.press("Enter");
    await expect.poll(() => chat.count("POST", "/v1/conversations/chat1/request-person")).toBe(2);
    const waiting = { status: "pending", assignedAgentId: null, queue: { queuedAt: at(1) } };
    await visitor.tell("conversation", conversationWith(waiting));
    await person.waitFor({ state: "detached" });
    expect(await visitor.panel.getByRole("group", { name: "What is it about?" }).count()).toBe(0);
    expect(await visitor.input.evaluate((input) => input.matches(":focus"))).toBe(true);
    await visitor.tell("conversation", conversationWith({ assignedAgentId: "anna" }));
    await visitor.tellEvents([...asks, eventWith(5, ANNA_JOINED)]);
    await visitor.sees("Anna Becker joined");
    expect(await person.count()).toBe(0);
  });
});

describe("reading", () => {
  const long = (count: number) =>
    Array.from({ length: count }, (_, index) => eventWith(index + 3, { text: `Line ${index + 3}` }));

  it("above the end is not moved by what comes; a button says how much, and leads to where it begins", async () => {
    const visitor = await open();
    const events = [HELLO, JOINED, ...long(60)];
    await visitor.begin(events);
    await visitor.sees("Line 62");
    await expect.poll(() => distanceFromEnd(visitor)).toBeLessThan(2);
    await visitor.panel.locator(".scroller").evaluate((element) => {
      element.scrollTop = 300;
    });
    await visitor.panel.getByRole("button", { name: "To the newest message" }).waitFor();
    const top = () => visitor.panel.locator(".scroller").evaluate((element) => element.scrollTop);
    const before = await top();
    await visitor.tellEvents([
      ...events,
      eventWith(63, { text: "News" }),
      eventWith(64, { text: "More news" }),
    ]);
    const jump = visitor.panel.getByRole("button", { name: "New messages: 2" });
    await jump.waitFor();
    expect(await top()).toBe(before);
    await fixture().picture(visitor.page, "panel-23-new-below");
    await jump.click();
    await visitor.panel.getByText("New", { exact: true }).waitFor();
    await expect.poll(() => distanceFromEnd(visitor)).toBeLessThan(2);
    await jump.waitFor({ state: "detached" });
    await fixture().picture(visitor.page, "panel-24-new-here");
    await visitor.write("I see");
    await visitor.panel.locator(".new-line").waitFor({ state: "detached" });
  });

  it("what came while the panel was closed begins with a mark; what comes while it is read has none", async () => {
    const visitor = await open();
    await visitor.begin([HELLO, JOINED]);
    await visitor.tellEvents([HELLO, JOINED, eventWith(3, { text: "Read at once" })]);
    await visitor.sees("Read at once");
    expect(await visitor.panel.locator(".new-line").count()).toBe(0);
    await visitor.panel.press("Escape");
    await visitor.tellEvents([HELLO, JOINED, eventWith(3, { text: "Read at once" }), eventWith(4)]);
    await visitor.open();
    await visitor.panel.locator(".new-line + .message", { hasText: "Message 4" }).waitFor();
  });

  it("5,000 messages stay usable: few are drawn, more come with looking above, none is lost", async () => {
    const history = [HELLO, JOINED, ...long(4_998)];
    chat.script = ({ method, path }) => {
      if (method !== "GET" || !path.includes("/events?")) return undefined;
      const query = new URLSearchParams(path.split("?")[1]);
      const before = Number(query.get("beforeSeq"));
      const items = history.filter(({ seq }) => seq < before).slice(-Number(query.get("limit")));
      return { json: { items, nextPageToken: null } };
    };
    const visitor = await open();
    await visitor.begin([HELLO]);
    // The next page knows nothing but what it is told.
    await visitor.reload();
    await visitor.panel.waitFor();
    await visitor.tell("conversation", conversationWith());
    await visitor.tellEvents(history.slice(-200));
    await visitor.sees("Line 5000");
    chat.lastSeq = 5_000;
    expect(await bubbles(visitor).count()).toBeLessThanOrEqual(250);
    const scroller = visitor.panel.locator(".scroller");
    const first = () => bubbles(visitor).first().textContent();
    for (const expected of ["Line 4701", "Line 4601", "Line 4501"]) {
      await scroller.evaluate((element) => {
        element.scrollTop = 0;
      });
      await expect.poll(first).toBe(expected);
    }
    // What the reader was looking at is still where it was.
    const shown = await visitor.panel.getByText("Line 4601", { exact: true }).evaluate((bubble) => {
      const [inner, outer] = [bubble, bubble.closest(".scroller")].map((one) => one?.getBoundingClientRect());
      return (inner?.top ?? 0) - (outer?.top ?? 0);
    });
    expect(Math.abs(shown)).toBeLessThan(400);
    await visitor.panel.getByRole("button", { name: "To the newest message" }).click();
    await expect.poll(() => bubbles(visitor).count()).toBeLessThanOrEqual(250);
    await expect.poll(() => distanceFromEnd(visitor)).toBeLessThan(2);
    await visitor.input.pressSequentially("Typing is not slow");
    await visitor.input.press("Enter");
    await visitor.sees("Typing is not slow");
  });

  it("each new message is announced once, open or closed, and the history never", async () => {
    const visitor = await open();
    const heard = await listen(visitor.page);
    const history = [HELLO, JOINED, ...long(5)];
    await visitor.begin(history);
    await visitor.sees("Line 7");
    const now = async () => (await heard()).filter((text) => /Line|News|joined/.test(text));
    // The conversation has begun here: all that is in it has just come.
    await expect.poll(async () => (await now()).length).toBeGreaterThan(0);
    const known = await now();
    const news = eventWith(8, { text: "News" });
    await visitor.tellEvents([...history, news]);
    await expect.poll(async () => (await now()).slice(known.length)).toEqual(["Anna Becker: News"]);
    await visitor.panel.press("Escape");
    await visitor.tellEvents([...history, news, eventWith(9, { text: "News again" })]);
    await visitor.tellEvents([...history, news, eventWith(9, { text: "News again" })]);
    await expect
      .poll(async () => (await now()).slice(known.length))
      .toEqual(["Anna Becker: News", expect.stringContaining("News again")]);
    await visitor.reload();
    const again = await listen(visitor.page);
    await visitor.open();
    await visitor.tell("conversation", conversationWith());
    await visitor.tellEvents([...history, news]);
    await visitor.sees("Line 7");
    expect((await again()).filter((text) => /Line|News/.test(text))).toEqual([]);
  });
});

describe("writing", () => {
  it("Enter ends a composition and sends nothing, in browsers that tell of it late, too", async () => {
    const visitor = await open();
    await visitor.input.fill("にほん");
    const enter = (init: Record<string, unknown>) =>
      visitor.input.evaluate((input, init) => {
        const event = new KeyboardEvent("keydown", {
          key: "Enter",
          bubbles: true,
          cancelable: true,
          ...init,
        });
        input.dispatchEvent(event);
      }, init);
    await enter({ isComposing: true });
    // Safari: the composition has ended, and the key still is the input method's.
    await enter({ isComposing: false, keyCode: 229 });
    expect(await bubbles(visitor).count()).toBe(0);
    expect(await visitor.input.inputValue()).toBe("にほん");
    await visitor.input.press("Enter");
    await expect.poll(() => bubbles(visitor).allTextContents()).toEqual(["にほん"]);
  });

  it("emoji are picked by keyboard alone and put where the cursor is", async () => {
    const visitor = await open();
    await visitor.input.fill("Hello!");
    await visitor.input.press("ArrowLeft");
    const smiley = visitor.panel.getByRole("button", { name: "Emoji" });
    await smiley.press("Enter");
    await visitor.panel.getByRole("group", { name: "Emoji" }).waitFor();
    await fixture().picture(visitor.page, "panel-25-emoji");
    await visitor.page.keyboard.press("ArrowRight");
    await visitor.page.keyboard.press("Enter");
    expect(await visitor.input.inputValue()).toBe("Hello😃!");
    await smiley.focus();
    await visitor.panel.getByRole("group", { name: "Emoji" }).getByRole("button").first().press("Escape");
    await visitor.panel.waitFor();
    expect(await visitor.panel.getByRole("group", { name: "Emoji" }).count()).toBe(0);
  });

  it("a draft and the reader's place survive the next page; a sent message leaves no draft", async () => {
    const visitor = await open();
    const events = [HELLO, JOINED, ...Array.from({ length: 60 }, (_, index) => eventWith(index + 3))];
    await visitor.begin(events);
    await visitor.sees("Message 62");
    await visitor.input.fill("Half a sent");
    await visitor.panel.locator(".scroller").evaluate((element) => {
      element.scrollTop = 400;
    });
    await visitor.panel.getByRole("button", { name: "To the newest message" }).waitFor();
    const place = await distanceFromEnd(visitor);
    await visitor.reload();
    await visitor.panel.waitFor();
    expect(await visitor.input.inputValue()).toBe("Half a sent");
    await visitor.tell("conversation", conversationWith());
    await visitor.tellEvents(events);
    await visitor.sees("Message 62");
    await expect.poll(async () => Math.abs((await distanceFromEnd(visitor)) - place)).toBeLessThan(3);
    await visitor.input.press("Enter");
    await visitor.sees("Half a sent");
    await visitor.reload();
    await visitor.panel.waitFor();
    expect(await visitor.input.inputValue()).toBe("");
  });

  it("whoever signs out leaves nothing behind, at once: no words, no draft, nothing stored", async () => {
    const visitor = await open();
    await visitor.begin([HELLO, JOINED, eventWith(3, { text: "For your eyes only" })]);
    await visitor.sees("For your eyes only");
    await visitor.input.fill("Half a sent");
    // In another tab, whose storage this one shares.
    const other = await visitor.page.context().newPage();
    await other.goto(chat.address);
    await other.evaluate(() => localStorage.clear());
    await visitor.panel.getByText("For your eyes only").waitFor({ state: "detached" });
    expect(await visitor.input.inputValue()).toBe("");
    const kept = await visitor.page.evaluate(() => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage).filter((key) => key.startsWith("livechat:panel")),
    ]);
    expect(kept).toEqual([]);
  });
});

describe("languages", () => {
  it.each([
    ["de", "Wir sind da", "ltr"],
    ["es", "Estamos aquí", "ltr"],
    ["fr", "Nous sommes là", "ltr"],
    ["ar", "نحن هنا", "rtl"],
    ["pt-BR", "Estamos aqui", "ltr"],
    ["it", "Siamo qui", "ltr"],
    ["nl", "We zijn er", "ltr"],
    ["pl", "Jesteśmy dostępni", "ltr"],
    ["ja", "担当者がおります", "ltr"],
  ])("%s is spoken, and asked for", async (locale, here, direction) => {
    const visitor = await visit();
    await visitor.page.evaluate((tag) => Reflect.get(window, "livechat")("setLocale", tag), locale);
    await visitor.open();
    await visitor.sees(here);
    expect(await visitor.panel.getAttribute("dir")).toBe(direction);
    expect(chat.calls.at(-1)?.path).toContain(`locale=${locale}`);
    if (direction === "rtl") await fixture().picture(visitor.page, "panel-26-right-to-left");
  });
});
