import type { WidgetCounts } from "@livechat/contract";
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { useNow } from "../client/use-now.ts";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const FIRST_WIDGET = "default";
const SEEN_EVERY_MS = 10_000;
const MINUTE_MS = 60_000;

/** The line that a page needs. */
export const snippetOf = (widgetId: string): string =>
  `<script async src="${location.origin}/widget.js"${widgetId === "default" ? "" : ` data-widget="${widgetId}"`}></script>`;

function Step({ title, isDone, children }: { title: string; isDone: boolean; children: ReactNode }) {
  const t = useTexts();
  return (
    <li className={`panel step ${isDone ? "done" : ""}`}>
      <span className="tick" role="img" aria-label={isDone ? t("start.done") : t("start.open")}>
        {isDone && <Icon name="check" />}
      </span>
      <div>
        <h2>{title}</h2>
        {children}
      </div>
    </li>
  );
}

/** What there is already of an empty system's first needs. */
function useProgress() {
  const call = useCall();
  const { data } = useLoaded("start", async () => {
    const [widgets, schedules, chats] = await Promise.all([
      call("listWidgets", { query: { limit: "1" } }),
      call("listSchedules", { query: { limit: "1" } }),
      call("listConversations", { query: { limit: "1" } }),
    ]);
    return {
      widget: widgets.items[0],
      hasHours: schedules.items.length > 0,
      hasChat: chats.items.length > 0,
    };
  });
  return {
    isLookDone: (data?.widget?.version ?? 1) > 1 && data?.widget?.publishedAt !== null,
    hasHours: data?.hasHours ?? false,
    hasChat: data?.hasChat ?? false,
  };
}

/** Where the widget was seen last; asked again while nobody has seen it and somebody waits for that. */
function useSeen(): WidgetCounts["seen"] {
  const call = useCall();
  const tick = useNow(SEEN_EVERY_MS);
  const { data, reload } = useLoaded("seen", () => call("getWidgetCounts", { params: { id: FIRST_WIDGET } }));
  const seen = data?.seen ?? null;
  const isAwaited = data !== null && seen === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each tick asks anew
  useEffect(() => {
    if (isAwaited && document.visibilityState === "visible") void reload();
  }, [tick]);
  return seen;
}

function SnippetStep() {
  const t = useTexts();
  const now = useNow(MINUTE_MS);
  const seen = useSeen();
  const snippet = snippetOf(FIRST_WIDGET);
  const copy = () => void navigator.clipboard.writeText(snippet).then(() => say(t("start.copied")));
  return (
    <Step title={t("start.snippet")} isDone={seen !== null}>
      <p>{t("start.snippetLead")}</p>
      <pre className="snippet">{snippet}</pre>
      <p role="status">
        {seen
          ? t("start.seen", { on: seen.on, ago: t.duration(Math.max(0, now - Date.parse(seen.at))) })
          : t("start.notSeen")}
      </p>
      <p className="form-buttons">
        <button type="button" className="button" onClick={copy}>
          {t("start.copy")}
        </button>
        <Link href="/settings/widget">{t("start.domains")}</Link>
      </p>
    </Step>
  );
}

/** The way from an empty system to a first chat; each step ticks itself. */
export function StartPage() {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const agents = useAgentState((state) => state.agents);
  const groups = useAgentState((state) => state.groups);
  const { isLookDone, hasHours, hasChat } = useProgress();
  const hasTeam = agents.length > 1 && groups.some(({ agentIds }) => agentIds.length > 0);
  return (
    <>
      <h1>{t("start.title")}</h1>
      <p className="quiet">{t("start.lead")}</p>
      <ol className="steps">
        <Step title={t("start.team")} isDone={hasTeam}>
          <Link href="/people/agents">{t("start.teamDo")}</Link>
        </Step>
        <Step title={t("start.look")} isDone={isLookDone}>
          <Link href="/settings/widget">{t("start.lookDo")}</Link>
        </Step>
        <SnippetStep />
        <Step title={t("start.hours")} isDone={hasHours}>
          <Link href="/settings/hours">{t("start.hoursDo")}</Link>
        </Step>
        <Step title={t("start.online")} isDone={me.status === "online"}>
          <button type="button" className="button" onClick={() => void client.setStatus("online")}>
            {t("banners.goOnline")}
          </button>
        </Step>
        <Step title={t("start.chat")} isDone={hasChat}>
          <a href="/demo" target="_blank" rel="noopener">
            {t("start.chatDo")}
          </a>
        </Step>
      </ol>
    </>
  );
}
