import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ANNA_JOINED, configWith, conversationWith, eventWith, refusal } from "./scripted-chat.ts";
import { ScriptedPanel } from "./scripted-panel.ts";
import { useScriptedChat } from "./use-scripted-chat.ts";

const { chat, fixture, visit, open } = useScriptedChat();

const PHONE = { viewport: { width: 390, height: 760 } };

/** What a page's router is told, from before the widget is there; it keeps a state of its own. */
const ROUTER = () => {
  const told: unknown[] = [];
  Object.assign(window, { told });
  addEventListener("popstate", ({ state }) => told.push(state));
  if (!history.state) history.replaceState({ idx: 0 }, "");
};

const told = (page: Page) => page.evaluate(() => Reflect.get(window, "told") as unknown[]);
const stateOf = (page: Page) => page.evaluate(() => history.state as unknown);
const lengthOf = (page: Page) => page.evaluate(() => history.length);
const isOpen = (page: Page) => page.evaluate(() => Reflect.get(window, "livechat")("getState").isOpen);
const goes = (page: Page, by: number) => page.evaluate((by) => history.go(by), by);
/** Until the entry is there that stands for the open chat. */
const standsOpen = (page: Page) => expect.poll(() => stateOf(page)).toMatchObject({ livechat: true });
const standsClosed = (page: Page) => expect.poll(() => stateOf(page)).toEqual({ idx: 0 });

async function onPhone(): Promise<ScriptedPanel> {
  const visitor = await visit(PHONE);
  // Only now: what is added comes before the widget on each page from here on.
  await visitor.page.addInitScript(ROUTER);
  await visitor.reload();
  return visitor;
}

describe("back on a phone", () => {
  it("closes the chat that covers the page, whose router stays where it is; forward opens it again", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    const before = await lengthOf(page);
    await visitor.open();
    await standsOpen(page);
    expect(await lengthOf(page)).toBe(before + 1);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(page.url()).toBe(chat.address);
    await standsClosed(page);
    await goes(page, 1);
    await visitor.panel.waitFor();
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await lengthOf(page)).toBe(before + 1);
    expect(new Set((await told(page)).map((state) => (state as { idx: number }).idx))).toEqual(new Set([0]));
  });

  it("finds no entry left over, however the chat was closed and how often", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    const before = await lengthOf(page);
    for (const close of ["button", "key", "command"]) {
      await visitor.open();
      await standsOpen(page);
      if (close === "button") await visitor.panel.getByRole("button", { name: "Close chat" }).click();
      else if (close === "key") await visitor.panel.press("Escape");
      else await page.evaluate(() => Reflect.get(window, "livechat")("close"));
      await standsClosed(page);
    }
    // Closed and opened in one go: the way back of the first is under way when the second begins.
    await visitor.open();
    await standsOpen(page);
    await page.evaluate(() => {
      Reflect.get(window, "livechat")("close");
      Reflect.get(window, "livechat")("open");
    });
    await standsOpen(page);
    expect(await isOpen(page)).toBe(true);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await lengthOf(page)).toBe(before + 1);
  });

  it("an open chat that comes along to the next page, or is there after a reload, adds no entry", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    await visitor.open();
    await standsOpen(page);
    const before = await lengthOf(page);
    await page.reload();
    await visitor.panel.waitFor();
    await page.reload();
    await visitor.panel.waitFor();
    expect(await lengthOf(page)).toBe(before);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    await goes(page, 1);
    await visitor.panel.waitFor();
    await page.goto(`${chat.address}?page=2`);
    await visitor.panel.waitFor();
    await page.waitForLoadState("networkidle");
    expect(await lengthOf(page)).toBe(before + 1);
    expect(await stateOf(page)).toEqual({ idx: 0 });
    await visitor.panel.press("Escape");
    await visitor.panel.waitFor({ state: "hidden" });
    expect(page.url()).toBe(`${chat.address}?page=2`);
  });

  it("pages that a router adds over the open chat are the router's: it is told of each, and closing stays on them", async () => {
    const visitor = await onPhone();
    const { page } = visitor;
    await visitor.open();
    await standsOpen(page);
    await page.evaluate(() => history.pushState({ idx: 1 }, "", "/?page=2"));
    await visitor.panel.press("Escape");
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await stateOf(page)).toEqual({ idx: 1 });
    await goes(page, -1);
    // Where the chat was open it is open again, over the page that the router shows.
    await visitor.panel.waitFor();
    expect(page.url()).toBe(chat.address);
    expect(await told(page)).toEqual([{ idx: 0, livechat: true }]);
    await goes(page, -1);
    await visitor.panel.waitFor({ state: "hidden" });
    expect(await told(page)).toEqual([{ idx: 0, livechat: true }, { idx: 0 }]);
  });

  it.each(["close, then leave", "leave, then close"])("a page that does both goes on: %s", async (order) => {
    const visitor = await onPhone();
    const { page } = visitor;
    await visitor.open();
    await standsOpen(page);
    await page.evaluate((order) => {
      const steps = [() => Reflect.get(window, "livechat")("close"), () => location.assign("/?page=2")];
      for (const step of order.startsWith("close") ? steps : steps.reverse()) step();
    }, order);
    await page.waitForURL(/page=2/);
    await visitor.page.locator(".launcher").waitFor();
  });

  it("is the page's own on a large screen, where the chat covers nothing", async () => {
    const visitor = await visit();
    const before = await lengthOf(visitor.page);
    await visitor.open();
    await visitor.sees("We are here");
    await visitor.page.waitForLoadState("networkidle");
    expect(await lengthOf(visitor.page)).toBe(before);
    expect(await stateOf(visitor.page)).toBe(null);
  });
});

const HELLO = eventWith(1, { authorType: "visitor", authorId: "vera1", text: "Hello?" });

/** Where the parts of the panel are in each frame from now on, each place once. */
async function watchPlaces(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const places = new Set<string>();
    Object.assign(window, { places });
    const look = () => {
      const root = document.querySelector("livechat-widget")?.shadowRoot;
      for (const name of ["header", "scroller", "composer"]) {
        const box = root?.querySelector(`.panel:not([hidden]) .${name}`)?.getBoundingClientRect();
        if (box) places.add(`${name} ${Math.round(box.top)} to ${Math.round(box.bottom)}`);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => [...(Reflect.get(window, "places") as Set<string>)]);
}

describe("the panel and its launcher", () => {
  it("nothing of the panel moves from its opening to the answer, not even while the service is slow", async () => {
    const visitor = await visit({ reducedMotion: "reduce" });
    const { page } = visitor;
    const places = await watchPlaces(page);
    let answer = () => {};
    await page.route("**/v1/widget/session", async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await route.continue();
    });
    await visitor.open();
    await visitor.sees("We are here");
    await visitor.write("Hello?");
    await visitor.sees("Sending…");
    answer();
    await visitor.panel.locator(".message.sent").waitFor();
    await visitor.sees("Connecting…");
    await visitor.tell("conversation", conversationWith());
    await visitor.tellEvents([HELLO, eventWith(2, ANNA_JOINED), eventWith(3, { text: "Good morning!" })]);
    await visitor.sees("Good morning!");
    expect(await places()).toHaveLength(3);
  });

  it("a chat that comes along to the next page shifts nothing of its layout", async () => {
    const visitor = await open();
    await visitor.sees("We are here");
    await visitor.page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      const see = (list: PerformanceObserverEntryList) => {
        for (const shift of list.getEntries()) shifts.push(Reflect.get(shift, "value"));
      };
      new PerformanceObserver(see).observe({ type: "layout-shift", buffered: true });
    });
    await visitor.page.goto(chat.address);
    await visitor.sees("We are here");
    await visitor.page.waitForLoadState("networkidle");
    const sum = await visitor.page.evaluate(() =>
      (Reflect.get(window, "shifts") as number[]).reduce((all, one) => all + one, 0),
    );
    // A page is good up to 0.1 for everything on it.
    expect(sum).toBeLessThan(0.005);
  });

  it.each([
    ["end", "ltr", 800],
    ["start", "ltr", 20],
    ["end", "rtl", 20],
  ])(
    "the panel stands where the launcher does: at the %s of a page that is read %s",
    async (position, dir, x) => {
      chat.attributes = `dir="${dir}"`;
      const visitor = await visit({ reducedMotion: "reduce" });
      await visitor.page.evaluate((set) => Reflect.get(window, "livechat")("setTheme", set), { position });
      await visitor.open();
      await expect.poll(() => visitor.panel.boundingBox()).toEqual({ x, y: 140, width: 380, height: 620 });
    },
  );

  it("the open panel is closed by one button, and the launcher has the focus again", async () => {
    const visitor = await open();
    const { page } = visitor;
    const launcher = page.locator(".launcher");
    await launcher.waitFor({ state: "hidden" });
    expect(await page.getByRole("button", { name: "Close chat" }).count()).toBe(1);
    await page.getByRole("button", { name: "Close chat" }).press("Enter");
    await launcher.waitFor();
    expect(await launcher.evaluate((button) => button.matches(":focus"))).toBe(true);
  });

  it("shows the agent's photo, and the first letter where there is none, it fails or the widget shows none", async () => {
    const visitor = await open();
    const photo = `${chat.address}photo.svg`;
    const joined = (agentAvatarUrl: string) =>
      eventWith(2, {
        ...ANNA_JOINED,
        metadata: { agentId: "anna", agentName: "Anna Becker", agentAvatarUrl },
      });
    const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path fill="#c60" d="M0 0h2v2H0z"/></svg>`;
    await visitor.page.route("**/photo.svg", (route) =>
      route.fulfill({ contentType: "image/svg+xml", body: drawn }),
    );
    await visitor.begin([HELLO, joined(photo)]);
    const face = visitor.panel.locator(".face");
    await face.locator("img").waitFor();
    await fixture().picture(visitor.page, "panel-31-photo");
    await visitor.tellEvents([HELLO, joined(`${chat.address}none.svg`)]);
    await expect.poll(() => face.textContent()).toBe("A");
    await visitor.tellEvents([HELLO, joined("javascript:alert(1)")]);
    await expect.poll(() => face.locator("img").count()).toBe(0);
    const { theme } = chat.config;
    chat.config = { ...chat.config, theme: { ...theme, showAgentPhotos: false } };
    await visitor.panel.press("Escape");
    await visitor.open();
    await visitor.tellEvents([HELLO, joined(photo)]);
    await expect.poll(() => face.textContent()).toBe("A");
  });
});

describe("a new message while the chat is closed", () => {
  it.each([
    ["is set to", true, false],
    ["is not set to", false, false],
    ["is set to and the visitor has turned it off", true, true],
  ])("sounds where the widget %s", async (_how, sound, isMuted) => {
    chat.config = configWith({ sound });
    const person = await fixture().person();
    await person.addInitScript(() => {
      const told = { notes: 0 };
      Object.assign(window, { told });
      window.OscillatorNode = class extends OscillatorNode {
        override start(when?: number): void {
          told.notes += 1;
          super.start(when);
        }
      };
    });
    const parts: string[] = [];
    person.on("request", (request) => parts.push(new URL(request.url()).pathname));
    const visitor = await (await ScriptedPanel.visit(person, chat)).open();
    if (isMuted) await visitor.page.evaluate(() => localStorage.setItem("livechat:muted", "1"));
    const notes = () => visitor.page.evaluate(() => Reflect.get(window, "told").notes);
    await visitor.begin([HELLO, eventWith(2, ANNA_JOINED)]);
    await visitor.sees("Anna Becker joined");
    const said = [HELLO, eventWith(2, ANNA_JOINED), eventWith(3, { text: "Read at once" })];
    await visitor.tellEvents(said);
    await visitor.sees("Read at once");
    expect(await notes()).toBe(0);
    await visitor.panel.press("Escape");
    await visitor.tellEvents([...said, eventWith(4, { text: "Are you there?" })]);
    await visitor.page.getByRole("button", { name: "Anna Becker: Are you there?" }).waitFor();
    const isLoaded = () => parts.some((path) => path.includes("widget-sound"));
    if (sound) await expect.poll(isLoaded).toBe(true);
    else expect(isLoaded()).toBe(false);
    if (sound && !isMuted) await expect.poll(notes).toBe(2);
    else expect(await notes()).toBe(0);
  });
});

describe("the sound", () => {
  it("is turned off and on by the visitor, for the pages that come, and forgotten with them", async () => {
    const visitor = await open();
    await visitor.begin([HELLO]);
    const choose = async (name: string) => {
      await visitor.panel.getByRole("button", { name: "More", exact: true }).click();
      await visitor.panel.getByRole("menuitem", { name }).click();
    };
    const stored = () => visitor.page.evaluate(() => localStorage.getItem("livechat:muted"));
    await choose("Sound off");
    expect(await stored()).toBe("1");
    await visitor.reload();
    await visitor.panel.waitFor();
    await choose("Sound on");
    expect(await stored()).toBe(null);
    await choose("Sound off");
    await visitor.page.evaluate(() => Reflect.get(window, "livechat")("logout"));
    await expect.poll(stored).toBe(null);
  });
});

describe("who is banned", () => {
  const BANNED = "You cannot write to us here any more.";

  it("is told so, in words for visitors: before a conversation, in one, and in a form", async () => {
    chat.script = ({ method }) => (method === "POST" ? refusal(403, "banned") : undefined);
    const visitor = await open();
    await visitor.write("Hello?");
    await visitor.panel.locator(".message.failed", { hasText: BANNED }).waitFor();
    expect(await visitor.panel.getByText("Technical words").count()).toBe(0);
    await visitor.panel.getByRole("button", { name: "Discard" }).click();
    chat.script = () => undefined;
    await visitor.begin([HELLO, eventWith(2, ANNA_JOINED)]);
    chat.script = ({ method }) => (method === "POST" ? refusal(403, "banned") : undefined);
    // What is asked of whoever is signed in is refused, too.
    await visitor.panel.getByRole("button", { name: "End conversation" }).click();
    await visitor.panel.getByRole("button", { name: "End it" }).click();
    await visitor.panel.locator(".banner.error", { hasText: BANNED }).waitFor();
    await fixture().picture(visitor.page, "panel-32-banned");
  });
});

describe("the launcher", () => {
  it.each<[look: string, page: string, options: Parameters<typeof visit>[0], theme: object]>([
    ["light", "", {}, {}],
    ["dark", 'style="color-scheme: dark"', { colorScheme: "dark" }, {}],
    ["phone", "", { viewport: { width: 320, height: 568 } }, {}],
    ["forced-colors", "", { forcedColors: "active" }, { launcher: "text" }],
    ["right-to-left", 'dir="rtl"', {}, { launcher: "text" }],
  ])("has its number, its words and an edge: %s", async (look, attributes, options, theme) => {
    chat.attributes = attributes;
    const visitor = await visit({ reducedMotion: "reduce", ...options });
    const { page } = visitor;
    await page.evaluate((set) => Reflect.get(window, "livechat")("setTheme", set), theme);
    await visitor.open();
    await visitor.begin([HELLO, eventWith(2, ANNA_JOINED)]);
    await visitor.sees("Anna Becker joined");
    await visitor.panel.press("Escape");
    const news = "Good morning! Your lamp has been sent today, and will be with you on Thursday.";
    await visitor.tellEvents([HELLO, eventWith(2, ANNA_JOINED), eventWith(3, { text: news })]);
    const words = page.getByRole("button", { name: `Anna Becker: ${news}` });
    await words.waitFor();
    await page.locator(".launcher .badge", { hasText: "1" }).waitFor();
    await fixture().picture(page, `launcher-${look}`);
    const launcher = await page.locator(".launcher").boundingBox();
    const said = await page.locator(".said").boundingBox();
    // The words stand over the launcher, inside the window, and are no wider than they may be.
    expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThanOrEqual(launcher?.y ?? 0);
    expect(said?.x).toBeGreaterThanOrEqual(0);
    expect(said?.width).toBeLessThanOrEqual(282);
    expect((said?.x ?? 0) + (said?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    const isCovered = await page.locator(".said").evaluate((said) => {
      const range = document.createRange();
      range.selectNodeContents(said.querySelector(".words") as Node);
      const [words, dismiss] = [range, said.querySelector(".dismiss")].map((of) =>
        of?.getBoundingClientRect(),
      );
      return (words?.right ?? 0) > (dismiss?.left ?? 0) && (words?.left ?? 0) < (dismiss?.right ?? 0);
    });
    expect(isCovered).toBe(false);
    const edge = await page
      .locator(".launcher")
      .evaluate((button) => getComputedStyle(button).borderTopColor);
    // Transparent, unless the system decides on all colours.
    expect(edge === "rgba(0, 0, 0, 0)").toBe(look !== "forced-colors");
  });
});
