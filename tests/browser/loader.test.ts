import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { addresses } from "../addresses.ts";
import { type Fixture, PATIENCE_MS, Visitor } from "./fixture.ts";
import { openSiteFor } from "./refusing-site.ts";
import { type ServedSite, serve } from "./served.ts";
import { useFixture } from "./use-fixture.ts";

const { hosting } = addresses;
const patiently = { timeout: PATIENCE_MS };
const OPEN = { name: /^Open chat/ };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

const page = (script: string, body = "") => `<!doctype html>
<html lang="en"><head><title>A page</title></head><body><h1>A page</h1>${body}${script}</body></html>`;
const TAG = `<script async src="${hosting}/widget.js"></script>`;

const turbo = createRequire(import.meta.url).resolve("@hotwired/turbo");
/** Two pages of a site whose links are followed by Turbo. */
const TURBO = (body: string) => `<!doctype html><html lang="en"><head><title>A page</title>
  <script type="module" src="/turbo.js"></script>${TAG}</head><body>${body}<input aria-label="Code"></body></html>`;

const FILES = {
  "/turbo.js": {
    text: await readFile(turbo, "utf8"),
    type: "text/javascript; charset=utf-8",
  },
  "/turbo": TURBO(`<h1>One</h1><a href="/turbo/two">Two</a>`),
  "/turbo/two": TURBO(`<h1>Two</h1><a href="/turbo">One</a>`),
  "/": page(TAG),
  "/late": page(
    `<script async src="${hosting}/widget.js" data-settings="onOpen" data-label="Fragen?" data-color="#0B7A75"></script>`,
  ),
  "/other": page(TAG),
  "/none": page(""),
  "/module": page(`<script type="module" src="${hosting}/widget.js" data-locale="de"></script>`),
  "/import": page(`<script type="module">await import("${hosting}/widget.js");</script>`),
  "/isolated": {
    text: page(TAG),
    headers: { "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin" },
  },
  "/field": page(
    `<script>window.livechatSettings = { color: "#facc15", position: "start", launcher: "text" };</script>
     <script async src="${hosting}/widget.js" data-offset-x="40"></script>`,
    `<p>Text</p><div style="height: 620px"></div><input aria-label="Code" style="position: fixed; left: 60px; bottom: 30px">
     <input aria-label="Far" style="position: fixed; right: 20px; top: 20px"><button data-livechat-open>Help</button>`,
  ),
};

let site: ServedSite;
beforeAll(async () => {
  site = await serve(FILES);
});
afterAll(() => site.close());

async function visit(path: string, context?: BrowserContext): Promise<Page> {
  const person = context ?? (await fixture.person());
  const opened = await person.newPage();
  await opened.goto(`${site.origin}${path}`);
  return opened;
}

const command = (page: Page, ...words: unknown[]) =>
  page.evaluate((words) => Reflect.get(window, "livechat")(...words), words);
const stored = (page: Page) =>
  page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]);

/** The widget's own settings with these instead. */
async function withSettings(person: BrowserContext, settings: object): Promise<void> {
  await person.route("**/v1/widget/config*", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, ...settings } });
  });
}

const greeting = (id: string, text: string, rules: object[]) => ({
  id,
  text,
  rules,
  match: "all",
  again: "never",
  onlyWhenOpen: false,
});

describe("before the visitor does anything", () => {
  it("costs the script and one request, and stores nothing, also where a greeting is shown", async () => {
    const person = await fixture.person();
    await withSettings(person, { greetings: [greeting("hello", "Welcome here", [])] });
    const requests: string[] = [];
    person.on("request", (request) => requests.push(request.url()));
    const opened = await visit("/", person);
    await opened.getByText("Welcome here").waitFor();
    const own = requests.filter((url) => url.startsWith(hosting)).map((url) => new URL(url).pathname);
    expect(own).toEqual(["/widget.js", "/v1/widget/config"]);
    expect((await stored(opened)).filter(Boolean)).toEqual([]);
    expect(await person.cookies()).toEqual([]);
  });

  it("costs the script alone where the page says how the launcher looks; the settings come with the opening", async () => {
    const person = await fixture.person();
    await withSettings(person, {
      greetings: [greeting("hello", "Welcome here", [])],
      texts: { title: "Ask the lamp people" },
    });
    const requests: string[] = [];
    person.on("request", (request) => requests.push(request.url()));
    const opened = await visit("/late", person);
    const launcher = opened.getByRole("button", { name: "Fragen?" });
    await launcher.waitFor();
    await opened.waitForLoadState("networkidle");
    const own = () => requests.filter((url) => url.startsWith(hosting)).map((url) => new URL(url).pathname);
    expect(own()).toEqual(["/widget.js"]);
    expect((await stored(opened)).filter(Boolean)).toEqual([]);
    const color = await launcher.evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(color).toBe("rgb(11, 122, 117)");
    await launcher.click();
    await opened.getByRole("dialog", { name: "Ask the lamp people" }).waitFor();
    expect(own()).toContain("/v1/widget/config");
  });
});

describe("on pages of every kind", () => {
  it.each(["/module", "/import", "/isolated"])("opens on %s", async (path) => {
    const opened = await visit(path);
    const name = path === "/module" ? "Chat öffnen" : OPEN.name;
    await opened.getByRole("button", { name }).click();
    await opened.getByRole("dialog").waitFor();
  });

  it("stays, once, when the body is exchanged, and its copies go", async () => {
    const opened = await visit("/");
    await opened.getByRole("button", OPEN).click();
    await opened.getByRole("textbox").fill("A draft");
    await opened.evaluate(() => {
      const body = document.createElement("body");
      body.append(document.body.cloneNode(true));
      document.documentElement.replaceChild(body, document.body);
    });
    await opened.getByRole("dialog").waitFor();
    expect(await opened.locator("livechat-widget").count()).toBe(1);
    expect(await opened.getByRole("textbox").inputValue()).toBe("A draft");
  });

  it("stays on a site with Turbo, whose pages come and go, with the open chat and its draft", async () => {
    const opened = await visit("/turbo");
    await opened.getByRole("button", OPEN).click();
    await opened.getByRole("dialog").getByRole("textbox").fill("A draft");
    await opened.evaluate(() => Object.assign(window, { isSamePage: true }));
    const heading = (name: string) => opened.getByRole("heading", { name, level: 1 }).waitFor();
    await opened.getByRole("link", { name: "Two" }).click();
    await heading("Two");
    await opened.getByRole("link", { name: "One" }).click();
    await heading("One");
    await opened.goBack();
    await heading("Two");
    expect(await opened.locator("livechat-widget").count()).toBe(1);
    expect(await opened.getByRole("dialog").getByRole("textbox").inputValue()).toBe("A draft");
    expect(await opened.evaluate(() => Reflect.get(window, "isSamePage"))).toBe(true);
  });

  it("on a phone back closes the chat and has Turbo load nothing: the page keeps what was typed in it", async () => {
    const person = await fixture.person({ viewport: { width: 390, height: 760 } });
    const opened = await visit("/turbo", person);
    await opened.getByRole("link", { name: "Two" }).click();
    await opened.getByRole("heading", { name: "Two" }).waitFor();
    await opened.getByLabel("Code").fill("4711");
    const loaded: string[] = [];
    const standsOpen = () => opened.evaluate(() => Boolean(history.state?.livechat));
    for (const close of ["back", "button"]) {
      await opened.getByRole("button", OPEN).click();
      await expect.poll(standsOpen, patiently).toBe(true);
      opened.on("request", (request) => loaded.push(new URL(request.url()).pathname));
      if (close === "back") await opened.goBack();
      else await opened.getByRole("dialog").getByRole("button", { name: "Close chat" }).click();
      await opened.getByRole("dialog").waitFor({ state: "hidden" });
      await expect.poll(standsOpen, patiently).toBe(false);
    }
    expect(await opened.getByLabel("Code").inputValue()).toBe("4711");
    expect(loaded.filter((path) => path.startsWith("/turbo"))).toEqual([]);
    // Turbo goes on as before: to the page that this one was reached from.
    await opened.goBack();
    await opened.getByRole("heading", { name: "One" }).waitFor();
  });

  it("takes a look from settings and attributes, with words that can be read on it", async () => {
    const opened = await visit("/field");
    const launcher = opened.getByRole("button", OPEN);
    await launcher.waitFor();
    const { left } = await opened.locator("livechat-widget").evaluate((host) => host.getBoundingClientRect());
    expect(left).toBe(40);
    const look = await launcher.evaluate((button) => {
      const { color, backgroundColor } = getComputedStyle(button);
      return { color, backgroundColor, text: button.textContent };
    });
    expect(look).toEqual({ color: "rgb(0, 0, 0)", backgroundColor: "rgb(250, 204, 21)", text: "Open chat" });
    await fixture.picture(opened, "60-launcher-with-text");
    await opened.getByRole("button", { name: "Help" }).click();
    await opened.getByRole("dialog").waitFor();
  });

  it("never covers what has the focus", async () => {
    const opened = await visit("/field");
    await opened.getByRole("button", OPEN).waitFor();
    const isCovered = () =>
      opened.getByLabel("Code").evaluate((field) => {
        const { left, top, width, height } = field.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) !== field;
      });
    expect(await isCovered()).toBe(true);
    await opened.getByLabel("Code").focus();
    await expect.poll(isCovered, patiently).toBe(false);
    await fixture.picture(opened, "61-out-of-the-way");
    await opened.getByLabel("Far").focus();
    await expect.poll(isCovered, patiently).toBe(true);
  });

  it("names an origin that the API refuses once, with what to do; a visitor is told that the page is not set up", async () => {
    const widget = await openSiteFor("https://shop.example");
    const refused = await serve({ "/": page(`<script async src="${widget.origin}/widget.js"></script>`) });
    onTestFinished(() => Promise.all([widget.close(), refused.close()]).then(() => {}));
    const lines: string[] = [];
    const opened = await (await fixture.person()).newPage();
    opened.on("console", (message) => lines.push(message.text()));
    await opened.goto(refused.origin);
    await opened.getByRole("button", OPEN).waitFor();
    const own = () => lines.filter((line) => line.startsWith("livechat:"));
    expect(own()).toEqual([
      expect.stringContaining(`Does the widget allow ${new URL(refused.origin).host}?`),
    ]);
    await opened.getByRole("button", OPEN).click();
    const visitor = new Visitor(opened);
    await visitor.write("Hello?");
    await visitor.sees("The chat is not set up for this page.");
    expect(await visitor.panel.getByText("No connection").count()).toBe(0);
    await expect.poll(() => own().length, patiently).toBe(2);
    expect(own()[1]).toContain("allowed domains");
  });
});

describe("an open chat", () => {
  it("is open on the next page and on each of five, and leaves the focus where the page has it", async () => {
    const person = await fixture.person();
    const opened = await visit("/", person);
    await opened.getByRole("button", OPEN).click();
    await opened.getByRole("dialog").waitFor();
    for (const path of ["/other", "/", "/other", "/", "/other"]) {
      await opened.goto(`${site.origin}${path}`);
      await opened.getByRole("dialog").waitFor();
      expect(await opened.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    }
    await fixture.picture(opened, "check-e-fifth-page");
    await command(opened, "close");
    await opened.goto(`${site.origin}/`);
    await opened.getByRole("button", OPEN).waitFor();
    expect(await opened.getByRole("dialog").count()).toBe(0);
  });

  it("is opened with a text that waits to be sent, and the page can read its state", async () => {
    const opened = await visit("/");
    await opened.getByRole("button", OPEN).waitFor();
    await command(opened, "openWith", "About my order");
    await expect.poll(() => new Visitor(opened).input.inputValue(), patiently).toBe("About my order");
    expect(await command(opened, "getState")).toMatchObject({
      isOpen: true,
      status: "idle",
      widgetId: "default",
      conversationId: null,
      unread: 0,
    });
  });
});

/** Counts what the page's scripts add and take away, from before the first of them runs. */
const COUNT = () => {
  const listeners = new Map<string, number>();
  const timers = new Set<number>();
  const keys = new WeakMap<object, number>();
  let made = 0;
  const keyOf = (one: object) => {
    if (!keys.has(one)) keys.set(one, ++made);
    return keys.get(one);
  };
  const count = (by: number) => (args: unknown[], target: object) => {
    const [type, run, options] = args;
    if (typeof run !== "function") return;
    // What hangs on an element goes with it.
    if (target instanceof Node && target !== document) return;
    const capture =
      typeof options === "object" ? Reflect.get(options ?? {}, "capture") === true : options === true;
    const key = `${target.constructor.name} ${type} ${keyOf(run)} ${capture}`;
    listeners.set(key, by > 0 ? 1 : 0);
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const patch = (original: object, by: number) =>
    function (this: EventTarget | undefined, ...args: unknown[]) {
      count(by)(args, this ?? window);
      return Reflect.apply(original as () => void, this ?? window, args);
    };
  EventTarget.prototype.addEventListener = patch(addEventListener, 1) as typeof addEventListener;
  EventTarget.prototype.removeEventListener = patch(removeEventListener, 0) as typeof removeEventListener;
  for (const kind of ["Timeout", "Interval"] as const) {
    const [set, clear] = [Reflect.get(window, `set${kind}`), Reflect.get(window, `clear${kind}`)];
    Reflect.set(window, `set${kind}`, (run: () => void, millis?: number) => {
      const id = set(() => {
        if (kind === "Timeout") timers.delete(id);
        run();
      }, millis);
      timers.add(id);
      return id;
    });
    Reflect.set(window, `clear${kind}`, (id: number) => {
      timers.delete(id);
      clear(id);
    });
  }
  Reflect.set(window, "left", () => ({
    listeners: [...listeners].filter(([, n]) => n > 0).map(([key]) => key),
    timers: timers.size,
  }));
  const functions = [fetch, history.pushState, history.replaceState, console.error, XMLHttpRequest, Promise];
  Reflect.set(window, "isUntouched", () =>
    [fetch, history.pushState, history.replaceState, console.error, XMLHttpRequest, Promise].every(
      (one, at) => one === functions[at],
    ),
  );
};

describe("destroy", () => {
  it("leaves no node, listener, timer or patched function", async () => {
    const person = await fixture.person();
    await withSettings(person, {
      greetings: [greeting("hello", "Welcome", [{ type: "timeOnPage", operator: "atLeast", value: 1 }])],
    });
    const opened = await person.newPage();
    await opened.addInitScript(COUNT);
    await opened.goto(`${site.origin}/none`);
    const nodes = () => opened.evaluate(() => document.documentElement.outerHTML);
    const left = () => opened.evaluate(() => Reflect.get(window, "left")());
    const before = { nodes: await nodes(), left: await left() };
    await opened.evaluate(async (src) => {
      const script = document.createElement("script");
      script.src = src;
      document.head.append(script);
      await new Promise((loaded) => script.addEventListener("load", loaded));
      script.remove();
    }, `${hosting}/widget.js`);
    await opened.getByText("Welcome").waitFor();
    await opened.getByRole("button", OPEN).click();
    await opened.getByRole("dialog").waitFor();
    await command(opened, "destroy");
    expect(await nodes()).toBe(before.nodes);
    await expect.poll(left, patiently).toEqual(before.left);
    expect(await opened.evaluate(() => Reflect.get(window, "isUntouched")())).toBe(true);
  });

  it("is no end for ever: the script may come again", async () => {
    const opened = await visit("/");
    await opened.getByRole("button", OPEN).waitFor();
    await command(opened, "destroy");
    await opened.addScriptTag({ url: `${hosting}/widget.js` });
    await opened.getByRole("button", OPEN).click();
    await opened.getByRole("dialog").waitFor();
  });
});
