/**
 * widget.js: draws the launcher and takes commands. Everything else is loaded when the chat is first opened, or at
 * once, after the page, for a visitor who has a conversation.
 */
import type { PanelModule } from "../commands.ts";
import { languageTag } from "./language-tag.ts";
import { Widget } from "./widget.ts";

/** The panel of this build, and a file of a fixed name that leads to the panel of the latest one. */
declare const PANEL_FILE: string;
declare const LATEST_PANEL_FILE: string;

const METHODS = [
  "open",
  "close",
  "toggle",
  "hide",
  "show",
  "setVisitor",
  "setLocale",
  "setMetadata",
  "setGroup",
  "end",
  "destroy",
  "on",
  "off",
] as const;
type Method = (typeof METHODS)[number];
type Command = [method: string, ...args: unknown[]];

/** `livechat("open")` and `livechat.open()` are the same. Before the loader runs, only the first can be used. */
type Livechat = ((...command: Command) => void) & { q?: ArrayLike<unknown>[] } & Partial<
    Record<Method, (...args: unknown[]) => unknown>
  >;

declare global {
  interface Window {
    livechat?: Livechat;
  }
}

const SESSION_KEYS = ["livechat:session", "livechat:outbox:"];

function hasConversation(): boolean {
  try {
    return Object.keys(localStorage).some((key) => SESSION_KEYS.some((start) => key.startsWith(start)));
  } catch {
    return false;
  }
}

/** A mistake in the page's own script: shown in its console, and of no consequence for what comes after it. */
function attempt(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}

/**
 * Loads the panel. A page may be open, or this script cached, for longer than its panel is there: then a newer one is.
 * Chromium keeps a failed import for as long as the page lives: every further attempt needs another address.
 */
function panelLoader(source: URL): () => Promise<PanelModule> {
  const own = new URL(PANEL_FILE, source).href;
  const latest = new URL(LATEST_PANEL_FILE, source).href;
  let attempts = 0;
  return async () => {
    const again = `?load=${attempts}`;
    const first = attempts++ === 0;
    try {
      return await import(/* @vite-ignore */ first ? own : own + again);
    } catch {
      return await import(/* @vite-ignore */ latest + again);
    }
  };
}

function start(script: HTMLScriptElement | null): void {
  // The script stands twice on the page, by a tag manager for example.
  if (document.querySelector("livechat-widget")) return;
  const source = new URL(script?.src || "widget.js", location.href);
  const { locale, group, api } = script?.dataset ?? {};
  const widget = new Widget({
    api: api ?? (source.origin === location.origin ? "" : source.origin),
    locale: languageTag(locale ?? (document.documentElement.lang || navigator.language)),
    groupId: group ?? null,
    loadPanel: panelLoader(source),
  });
  const run = ([method, ...args]: Command): unknown => {
    if (!METHODS.includes(method as Method)) throw new Error(`livechat: there is no command "${method}".`);
    return (widget[method as Method] as (...args: unknown[]) => unknown).apply(widget, args);
  };
  const livechat: Livechat = (...command) => {
    run(command);
  };
  for (const method of METHODS) livechat[method] = (...args) => run([method, ...args]);
  const early = window.livechat?.q ?? [];
  window.livechat = livechat;
  for (const command of early) attempt(() => run(Array.from(command) as Command));
  widget.ready();
  if (hasConversation()) void widget.load();
}

const script = document.currentScript as HTMLScriptElement | null;
if (document.body) start(script);
else document.addEventListener("DOMContentLoaded", () => start(script), { once: true });
