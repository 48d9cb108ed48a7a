/**
 * widget.js: draws the launcher and takes commands. Everything else is loaded when the chat is first opened, or at
 * once, after the page, for a visitor who has a conversation.
 */
import type { Commands, Livechat } from "@livechat/widget";
import type { ConnectedModule } from "../commands.ts";
import { attempt } from "./page.ts";
import { readSettings } from "./settings.ts";
import { Widget } from "./widget.ts";

/** The panel of this build, a file of a fixed name that leads to the panel of the latest one, and this build's version. */
declare const PANEL_FILE: string;
declare const LATEST_PANEL_FILE: string;
declare const VERSION: string;

/** What the page may command: all public methods. The constructor is the first name of every prototype. */
const METHODS = Object.getOwnPropertyNames(Widget.prototype).slice(1) as (keyof Commands)[];

/**
 * Loads the panel. A page may be open, or this script cached, for longer than its panel is there: then a newer one is.
 * Chromium keeps a failed import for as long as the page lives: every further attempt needs another address.
 */
function panelLoader(source: URL): () => Promise<ConnectedModule> {
  const own = new URL(PANEL_FILE, source).href;
  const latest = new URL(LATEST_PANEL_FILE, source).href;
  let attempts = 0;
  return async () => {
    const again = `?load=${attempts}`;
    try {
      return await import(/* @vite-ignore */ own + (attempts++ ? again : ""));
    } catch {
      return await import(/* @vite-ignore */ latest + again);
    }
  };
}

function start(script: HTMLScriptElement | null, source: URL): void {
  // The script stands twice on the page, by a tag manager for example.
  // A form or frame of that name on the page stands there, too, with its fields as properties.
  const { version, q = [] }: Partial<Livechat> = typeof window.livechat === "function" ? window.livechat : {};
  if (version) return;
  const widget = new Widget(readSettings(script?.dataset, source), panelLoader(source));
  const run = (method: keyof Commands, ...input: unknown[]): unknown => {
    // Destroyed: the page may still command, and nothing happens.
    if (!livechat.version) return;
    if (!METHODS.includes(method)) throw new Error(`livechat: there is no command "${method}".`);
    if (method === "destroy") livechat.version = "";
    return (widget[method] as (...input: unknown[]) => unknown).apply(widget, input);
  };
  const livechat = Object.assign(run, { version: VERSION }) as unknown as Livechat;
  for (const method of METHODS) Object.assign(livechat, { [method]: run.bind(null, method) });
  window.livechat = livechat;
  for (const [method, ...input] of q) void attempt(() => run(method as keyof Commands, ...input));
}

/** As a module, or by `import()`, this script is no `currentScript`; where it came from stands on the stack. */
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]');
const onStack = /https?:\S+?\/widget\.js/.exec(`${new Error().stack}`)?.[0];
const source = new URL(script?.src || onStack || "widget.js", location.href);
if (document.body) start(script, source);
else addEventListener("DOMContentLoaded", () => start(script, source), { once: true });
