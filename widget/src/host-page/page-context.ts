import { SMALL_SCREEN } from "../small-screen.ts";

const MOST_CHARS = 300;

/** An address without what follows its path, which may name people or hold secrets. */
export function withoutQuery(address: string): string {
  if (!URL.canParse(address)) return "";
  const { origin, pathname } = new URL(address);
  // Of what is no page of the web.
  if (origin === "null") return "";
  return `${origin}${pathname}`.slice(0, MOST_CHARS);
}

/** What an agent is told of the page where a conversation begins: what is not known is left out. */
export function pageContext(): Record<string, string> {
  const facts = {
    pageUrl: withoutQuery(location.href),
    pageTitle: document.title.slice(0, MOST_CHARS),
    referrer: withoutQuery(document.referrer),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
    device: matchMedia(SMALL_SCREEN).matches ? "phone" : "computer",
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ""));
}
