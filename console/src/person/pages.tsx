import type { TimelineItem } from "@livechat/chat-client";
import { useMemo } from "react";
import { shortPage } from "../inbox/why-waiting.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Card, Fact, Value } from "./card.tsx";
import { trailOf } from "./trail.ts";

/** What the widget says of the page where the chat began. */
const PAGE_FACTS = ["pageTitle", "pageUrl", "page", "referrer", "device"] as const;
/** Shown elsewhere than among the attributes that the company gives. */
export const SHOWN_APART: ReadonlySet<string> = new Set([...PAGE_FACTS, "pages", "timeZone"]);

/** So many of the last pages are shown. */
const MOST_SHOWN = 20;

interface Props {
  metadata: Record<string, unknown>;
  timeline: readonly TimelineItem[];
}

function Trail({ metadata, timeline }: Props) {
  const t = useTexts();
  const pages = useMemo(() => trailOf(metadata, timeline), [metadata, timeline]);
  if (pages.length < 2) return null;
  const first = Math.max(0, pages.length - MOST_SHOWN);
  return (
    <>
      <h4>{t("details.trail")}</h4>
      <ol className="page-trail" start={first + 1}>
        {pages.slice(first).map((page, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same page may come again, and pages are only ever added.
          <li key={first + at} aria-current={first + at === pages.length - 1 ? "page" : undefined}>
            <a href={page} target="_blank" rel="noopener noreferrer" title={page}>
              {shortPage(page)}
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The page where the chat began, where the visitor came from, and the pages of the visit. */
export function Pages({ metadata, timeline }: Props) {
  const t = useTexts();
  const facts = PAGE_FACTS.filter((name) => typeof metadata[name] === "string" && metadata[name] !== "");
  if (facts.length === 0) return null;
  return (
    <Card title={t("details.page")}>
      <dl className="facts-list">
        {facts.map((name) => (
          <Fact key={name} label={t(`details.page.${name}`)}>
            <Value text={String(metadata[name])} />
          </Fact>
        ))}
      </dl>
      <Trail metadata={metadata} timeline={timeline} />
    </Card>
  );
}
