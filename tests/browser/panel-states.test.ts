import type { ShownField } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { ANNA_JOINED, configWith, conversationWith, eventWith, refusal } from "./scripted-chat.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, visit, open } = useScriptedChat();

const CLOSED = {
  available: false,
  agentsOnline: 0,
  hours: {
    isOpen: false,
    nextOpeningAt: "2031-03-03T08:00:00.000Z",
    nextChangeAt: "2031-03-03T08:00:00.000Z",
    timeZone: "Europe/Zurich",
  },
} as const;

describe("before a conversation", () => {
  it("says who is there, in the widget's own words and colours", async () => {
    chat.config = configWith({ texts: { title: "Ask Nora", welcome: "What are you looking for?" } });
    const visitor = await open();
    await visitor.sees("Ask Nora");
    await visitor.sees("What are you looking for?");
    await visitor.sees("We are here");
    await fixture().picture(visitor.page, "panel-01-home");
  });

  it("stores nothing, and asks for nothing but the loader and the configuration, before it is opened", async () => {
    const visitor = await visit();
    const requests: string[] = [];
    visitor.page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await visitor.page.waitForTimeout(300);
    const stored = () =>
      visitor.page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
    expect(await stored()).toEqual([[], [], ""]);
    await visitor.open();
    await visitor.sees("We are here");
    // Opening is an act: from now on it is known that the browser was here, and nothing else.
    const [local, , cookie] = await stored();
    expect([local, cookie]).toEqual([["livechat:known"], ""]);
    expect(
      chat.calls.map(({ path }) => path.split("?")[0]).filter((path) => path !== "/v1/widget/config"),
    ).toEqual([]);
  });

  it("begins the conversation with the first message, not before", async () => {
    const visitor = await open();
    await visitor.input.pressSequentially("Hi");
    expect(chat.count("POST", "/v1/widget/session")).toBe(0);
    await visitor.input.press("Enter");
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(1);
    expect(chat.calls.find(({ method }) => method === "POST")?.body).toMatchObject({ message: "Hi" });
  });
});

describe("a part that cannot be loaded", () => {
  it.each(["conversation", "live-part"])("%s is asked for again, and no word is lost", async (part) => {
    const visitor = await visit();
    chat.missing = new RegExp(`widget-${part}-`);
    await visitor.open();
    await visitor.write("Hello?");
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(1);
    chat.missing = null;
    await visitor.panel.locator(".message.sent", { hasText: "Hello?" }).waitFor();
  });

  it("a form is asked for again", async () => {
    chat.config = configWith(CLOSED);
    const visitor = await visit();
    chat.missing = /widget-forms-/;
    await visitor.open();
    await visitor.sees("We are back");
    chat.missing = null;
    await visitor.sees("Leave us a message");
  });
});

describe("what is told is true", () => {
  it("closed hours: when somebody is back, in the visitor's zone, and a way to be answered", async () => {
    chat.config = configWith(CLOSED);
    const visitor = await open({ timezoneId: "America/New_York" });
    await visitor.sees("Leave us a message");
    await visitor.sees("We are back: March 3 at 03:00 AM");
    await fixture().picture(visitor.page, "panel-02-closed");
    await visitor.panel.getByLabel("E-mail address").fill("vera@example.com");
    await visitor.panel.getByLabel("Message").fill("Do you ship to Norway?");
    await visitor.panel.getByRole("button", { name: "Send message" }).click();
    await expect.poll(() => chat.count("POST", "/v1/widget/offline-messages")).toBe(1);
    expect(chat.calls.at(-1)?.body ?? {}).toBeDefined();
    const sent = chat.calls.find(({ path }) => path.endsWith("offline-messages"))?.body;
    expect(sent).toMatchObject({ visitor: { email: "vera@example.com" }, message: "Do you ship to Norway?" });
    await visitor.tell(
      "conversation",
      conversationWith({ status: "pending", channel: "offline", assignedAgentId: null }),
    );
    await visitor.tellEvents([
      eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Do you ship to Norway?" }),
    ]);
    await visitor.sees("We have your message and will answer it.");
    await fixture().picture(visitor.page, "panel-03-message-left");
    expect(await visitor.panel.getByText("number").count()).toBe(0);
  });

  it("a full queue says so and takes an e-mail; what was written is not lost; no word of the connection", async () => {
    const visitor = await open();
    await visitor.sees("We are here");
    chat.config = configWith({ available: false, queueFull: true });
    chat.script = ({ path }) =>
      path.startsWith("/v1/widget/session")
        ? refusal(503, "service_unavailable", {}, { "Retry-After": "60" })
        : undefined;
    await visitor.write("My lamp is broken");
    await visitor.sees("Many people are waiting");
    expect(await visitor.panel.getByLabel("Message").inputValue()).toBe("My lamp is broken");
    expect(await visitor.panel.getByText("No connection").count()).toBe(0);
    await fixture().picture(visitor.page, "panel-04-queue-full");
    await visitor.panel.getByLabel("E-mail address").fill("nonsense");
    await visitor.panel.getByRole("button", { name: "Send message" }).click();
    await visitor.sees("Please give an e-mail address");
    await visitor.panel.getByLabel("E-mail address").fill("vera@example.com");
    await visitor.panel.getByRole("button", { name: "Send message" }).click();
    await expect.poll(() => chat.count("POST", "/v1/widget/offline-messages")).toBe(1);
  });

  it("a limit says when to try again, and the words stay", async () => {
    const visitor = await open();
    chat.script = ({ path }) =>
      path.startsWith("/v1/widget/session")
        ? refusal(429, "too_many_requests", {}, { "Retry-After": "120" })
        : undefined;
    await visitor.write("Once more");
    await visitor.sees("That was too much at once. Please try again at");
    await visitor.sees("Once more");
    expect(await visitor.panel.getByText("No connection").count()).toBe(0);
    await fixture().picture(visitor.page, "panel-05-limit");
  });

  it("a service with a problem is no lost connection, and a lost connection is", async () => {
    const visitor = await open();
    chat.script = ({ path }) =>
      path.startsWith("/v1/widget/session") ? refusal(500, "internal") : undefined;
    await visitor.write("Hello?");
    await visitor.sees("The chat has a problem. Your message is kept");
    expect(await visitor.panel.getByText("Technical words").count()).toBe(0);
    await fixture().picture(visitor.page, "panel-06-problem");
    await visitor.page.context().setOffline(true);
    await visitor.sees("No connection.");
    await visitor.page.context().setOffline(false);
    chat.script = () => undefined;
    await visitor.panel.locator(".message.sent").waitFor();
    await visitor.panel.getByText("No connection.").waitFor({ state: "detached" });
  });

  it("waiting: a place only in a queue that moves, and an address to be answered at", async () => {
    const visitor = await open();
    const waiting = {
      status: "pending",
      assignedAgentId: null,
      queue: { queuedAt: "2026-03-02T09:00:03.000Z" },
    };
    await visitor.begin(
      [eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" })],
      waiting,
    );
    await visitor.tell("summary", {
      waiting: 2,
      queuedAt: ["2026-03-02T09:00:01.000Z", "2026-03-02T09:00:03.000Z"],
    });
    await visitor.sees("You are number 2 in the queue");
    await fixture().picture(visitor.page, "panel-07-waiting");
    chat.config = configWith({ available: false, agentsOnline: 0 });
    await visitor.panel.press("Escape");
    await visitor.open();
    await visitor.sees("Nobody is here right now. We will answer as soon as someone is back.");
    expect(await visitor.panel.getByText("number").count()).toBe(0);
    await visitor.panel.getByRole("button", { name: "Leave your e-mail address" }).click();
    await visitor.panel.getByLabel("E-mail address").fill("vera@example.com");
    await visitor.panel.locator(".email").getByRole("button", { name: "Send" }).click();
    await visitor.sees("We will write to vera@example.com.");
    expect(chat.calls.at(-1)?.body).toMatchObject({
      visitor: { email: "vera@example.com" },
      startConversation: false,
    });
    await fixture().picture(visitor.page, "panel-08-waiting-nobody");
  });

  it("a widget that is not there: the visitor hears that nothing is set up here, the log what to look at", async () => {
    const visitor = await visit();
    const log: string[] = [];
    visitor.page.on("console", (message) => log.push(message.text()));
    const isAsked = (path: string) => /^\/v1\/widget\/(config|session)/.test(path);
    chat.script = ({ path }) => (isAsked(path) ? refusal(404, "not_found") : undefined);
    await visitor.open();
    await visitor.sees("The chat is not set up for this page.");
    const named = () => log.filter((line) => line.includes("Look at the widget and the group"));
    await expect.poll(() => named().length).toBe(1);
    await visitor.write("Hello?");
    await visitor.sees("Not sent: The chat is not set up for this page.");
    expect(await visitor.panel.getByText("connection").count()).toBe(0);
    expect(named()).toHaveLength(1);
  });

  it("a group that is not there is left out, and the visitor is told who is there all the same", async () => {
    chat.head = `<script src="/widget.js" data-group="gone"></script>`;
    chat.script = ({ path }) => (path.includes("groupId=gone") ? refusal(404, "not_found") : undefined);
    const visitor = await open();
    await visitor.sees("We are here");
  });
});

const field = (id: string, changes: Partial<ShownField>): ShownField => ({
  ...{ id, type: "text", label: id, required: false, options: [], showIf: null },
  ...changes,
});
const TOPICS = [
  { value: "order", label: "My order" },
  { value: "other", label: "Something else" },
];

describe("forms", () => {
  const fields = [
    field("name", { label: "Your name", required: true }),
    field("mail", { type: "email", label: "E-mail", required: true }),
    field("phone", { type: "phone", label: "Phone" }),
    field("topic", { type: "select", label: "What is it about?", required: true, options: TOPICS }),
    field("order", { label: "Order number", required: true, showIf: { fieldId: "topic", equals: "order" } }),
    field("how", { type: "radio", label: "How urgent?", options: TOPICS }),
    field("team", { type: "group", label: "Team", options: TOPICS }),
    field("more", { type: "textarea", label: "More" }),
    field("news", { type: "checkbox", label: "Send me news" }),
    field("agree", { type: "consent", label: "I agree", required: true }),
  ];

  it("of every type: shown when they apply, checked here, and sent with the start", async () => {
    chat.config = configWith({ version: 7, preChat: { when: "always", fields } });
    const visitor = await open({ viewport: { width: 1200, height: 900 } });
    await visitor.panel.getByRole("button", { name: "Start the chat" }).click();
    expect(await visitor.panel.locator(".problem:not(:empty)").allTextContents()).toEqual([
      ...["Please fill this in", "Please fill this in", "Please fill this in", "Please agree first"],
    ]);
    await expect
      .poll(() => visitor.panel.getByLabel("Your name").evaluate((input) => input.matches(":focus")))
      .toBe(true);
    await fixture().picture(visitor.page, "panel-09-form-problems");
    await visitor.panel.getByLabel("Your name").fill("Vera");
    await visitor.panel.getByLabel("E-mail").fill("vera@example.com");
    expect(await visitor.panel.getByLabel("Order number").count()).toBe(0);
    await visitor.panel.getByLabel("What is it about?").selectOption("order");
    await visitor.panel.getByLabel("Order number").fill("12");
    await visitor.panel.getByLabel("My order").check();
    await visitor.panel.getByLabel("I agree").check();
    await fixture().picture(visitor.page, "panel-10-form");
    await visitor.panel.getByRole("button", { name: "Start the chat" }).click();
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(1);
    expect(chat.calls.find(({ method }) => method === "POST")?.body.form).toEqual({
      formId: "preChat",
      version: 7,
      fields: [
        { id: "name", value: "Vera" },
        { id: "mail", value: "vera@example.com" },
        { id: "topic", value: "order" },
        { id: "order", value: "12" },
        { id: "how", value: "order" },
        { id: "agree", value: true },
      ],
    });
    await visitor.tell("conversation", conversationWith({ status: "pending", assignedAgentId: null }));
    const answers = [
      { id: "name", type: "text", label: "Your name", value: "Vera", text: "Vera" },
      { id: "news", type: "checkbox", label: "News", value: true, text: "true" },
    ];
    await visitor.tellEvents([
      eventWith(1, {
        type: "form",
        authorType: "visitor",
        authorId: "vera1",
        text: "",
        metadata: { fields: answers },
      }),
    ]);
    await visitor.sees("Your answers");
    expect(await visitor.panel.locator("dd").allTextContents()).toEqual(["Vera", "Yes"]);
    await fixture().picture(visitor.page, "panel-11-form-sent");
  });

  it("keep what was filled in when the server refuses a field", async () => {
    chat.config = configWith({ preChat: { when: "always", fields: fields.slice(0, 2) } });
    chat.script = ({ method }) =>
      method === "POST"
        ? refusal(400, "validation", { details: [{ path: "form.fields.mail", message: "no" }] })
        : undefined;
    const visitor = await open();
    await visitor.panel.getByLabel("Your name").fill("Vera");
    await visitor.panel.getByLabel("E-mail").fill("vera@example.com");
    await visitor.panel.getByRole("button", { name: "Start the chat" }).click();
    await visitor.sees("Please check this");
    expect(await visitor.panel.getByLabel("Your name").inputValue()).toBe("Vera");
  });

  it("a form that the page did not know of is asked for before the message is sent", async () => {
    const visitor = await open();
    await visitor.sees("We are here");
    chat.config = configWith({ preChat: { when: "always", fields: fields.slice(0, 1) } });
    chat.script = ({ method, body }) =>
      method === "POST" && body.form === undefined
        ? refusal(400, "validation", { details: [{ path: "form", message: "must be given" }] })
        : undefined;
    await visitor.write("Hello?");
    await visitor.panel.getByLabel("Your name").fill("Vera");
    await visitor.panel.getByRole("button", { name: "Start the chat" }).click();
    await expect.poll(() => chat.count("POST", "/v1/threads/chat1-1/events")).toBe(1);
    expect(chat.calls.find(({ path }) => path.endsWith("/events"))?.body).toMatchObject({ text: "Hello?" });
  });

  it("consent goes with the first message where the widget asks for it", async () => {
    chat.config = configWith({ consent: { required: true, version: "3" } });
    const visitor = await open();
    await visitor.input.fill("Hello?");
    await visitor.input.press("Enter");
    expect(chat.count("POST", "/v1/widget/session")).toBe(0);
    await fixture().picture(visitor.page, "panel-12-consent");
    await visitor.panel.getByLabel("My data may be used to answer me.").check();
    await visitor.input.press("Enter");
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(1);
    expect(chat.calls.find(({ method }) => method === "POST")?.body.consent).toEqual({ version: "3" });
  });
});

describe("a conversation that has ended", () => {
  const events = [
    eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" }),
    eventWith(2, ANNA_JOINED),
    eventWith(3, { text: "Good morning!" }),
    eventWith(4, {
      type: "system",
      systemType: "conversation_closed",
      authorType: "system",
      authorId: null,
      text: "",
    }),
  ];
  const closed = { status: "closed", assignedAgentId: null, closedAt: "2026-03-02T10:00:00.000Z" };
  const rated = (body: Record<string, unknown>) => ({
    ...{ id: "r", conversationId: "chat1", score: body.score, scale: "five", comment: body.comment ?? null },
    ...{ createdAt: "2026-03-02T10:01:00.000Z", updatedAt: "2026-03-02T10:01:00.000Z" },
  });

  it("is rated, by a score and then a comment, saved as a text, and followed by another one", async () => {
    chat.config = configWith({ rating: { scale: "five", ask: "onClose", comment: true } });
    chat.script = ({ path, body }) => {
      if (path.endsWith("/rating")) return { json: rated(body) };
      return path.includes("/transcript") ? { text: "Transcript of your conversation" } : undefined;
    };
    const visitor = await open();
    await visitor.begin(events, closed);
    await visitor.sees("How was this conversation?");
    await fixture().picture(visitor.page, "panel-13-ended");
    await visitor.panel.getByRole("button", { name: "4 of 5" }).click();
    await visitor.panel.getByLabel("What should we know?").fill("Quick and friendly.");
    await fixture().picture(visitor.page, "panel-14-rating");
    await visitor.panel.locator(".rating").getByRole("button", { name: "Send" }).click();
    await visitor.sees("Thank you for your rating.");
    const ratings = chat.calls.filter(({ method }) => method === "PUT").map(({ body }) => body);
    expect(ratings).toEqual([{ score: 4 }, { score: 4, comment: "Quick and friendly." }]);
    const download = visitor.page.waitForEvent("download");
    await visitor.panel.getByRole("button", { name: "Save the conversation" }).click();
    expect((await download).suggestedFilename()).toBe("chat-2026-03-02.txt");
    await visitor.panel.getByRole("button", { name: "New conversation" }).click();
    await visitor.sees("Hello! How can we help?");
    expect(await visitor.panel.locator(".message").count()).toBe(0);
    await visitor.write("Something else");
    await expect.poll(() => chat.count("POST", "/v1/widget/session")).toBe(2);
    expect(chat.calls.findLast(({ path }) => path === "/v1/widget/session")?.body).toMatchObject({
      sessionToken: "vera1.secret",
      message: "Something else",
    });
  });

  it("can be read again from the list of earlier ones", async () => {
    const earlier = conversationWith({
      ...{ id: "old1", status: "closed", createdAt: "2025-12-01T09:00:00.000Z" },
      lastMessage: { text: "Thank you!", authorType: "visitor", createdAt: "2025-12-01T09:05:00.000Z" },
    });
    chat.script = ({ path }) => {
      if (path.startsWith("/v1/conversations?")) return { json: { items: [earlier], nextPageToken: null } };
      if (path.startsWith("/v1/conversations/old1/events")) {
        return { json: { items: [eventWith(1, { text: "We have sent it." })], nextPageToken: null } };
      }
      return undefined;
    };
    const visitor = await open();
    await visitor.begin(events, closed);
    await visitor.panel.getByRole("button", { name: "More" }).click();
    await fixture().picture(visitor.page, "panel-15-menu");
    await visitor.panel.getByRole("menuitem", { name: "Earlier conversations" }).click();
    await visitor.sees("Thank you!");
    await fixture().picture(visitor.page, "panel-16-earlier");
    await visitor.panel.getByText("Thank you!").click();
    await visitor.sees("We have sent it.");
    await visitor.panel.getByRole("button", { name: "Back" }).click();
    await visitor.panel.getByRole("button", { name: "Back" }).click();
    await visitor.sees("Good morning!");
  });
});
