import type { ConversationFact, ThreadFact } from "../store/facts.ts";
import type { Progress } from "../store/progress.ts";
import { factOfClose, type New, release } from "./facts.ts";
import type { Hours } from "./measure.ts";
import * as steps from "./progress.ts";

/** What happens to a conversation, in order; `at` in milliseconds since 1970. */
export type Happening = { readonly at: number } & (
  | { readonly type: "opened" | "reopened"; readonly groupId: string; readonly hours?: Hours }
  | { readonly type: "queued"; readonly groupId: string; readonly hours?: Hours }
  | { readonly type: "visitor" | "bot" | "greeting" | "snoozed" | "woken" }
  | { readonly type: "person"; readonly agentId: string }
  | { readonly type: "assigned"; readonly agentId: string; readonly isBot?: boolean }
  | { readonly type: "closed"; readonly tagIds?: readonly string[]; readonly asksRating?: boolean }
);

type HistoryFact = New<ThreadFact> | New<ConversationFact>;

/** Replays a conversation as `Transition` tells it to its metrics. */
class Replay {
  readonly facts: HistoryFact[] = [];
  private progress: Progress = steps.begin(0);
  private groupId = "";
  private hours: Hours = null;
  private ordinal = 0;
  private threads = 0;

  constructor(private readonly conversationId: string) {}

  step(happening: Happening): void {
    const { at } = happening;
    if (happening.type === "opened" || happening.type === "reopened") this.progress = steps.begin(at);
    else if (happening.type === "queued") this.end("requeued", at);
    else if (happening.type === "assigned") this.end("transferred_out", at);
    else if (happening.type === "closed") this.close(happening);
    this.progress = this.next(happening);
    if ("groupId" in happening) [this.groupId, this.hours] = [happening.groupId, happening.hours ?? null];
  }

  private next(happening: Happening): Progress {
    const { progress } = this;
    const { at } = happening;
    if (happening.type === "person") return steps.personWrote(progress, happening.agentId, at);
    if (happening.type === "assigned") return this.own(happening);
    if (happening.type === "visitor") return steps.visitorWrote(progress, at);
    if (happening.type === "bot") return steps.botWrote(progress, at);
    if (happening.type === "greeting") return steps.greetingShown(progress);
    if (happening.type === "snoozed") return steps.wasSnoozed(progress, at);
    if (happening.type === "woken") return steps.woke(progress, at);
    return happening.type === "closed" ? progress : this.waiting(at);
  }

  private waiting(at: number): Progress {
    this.threads += 1;
    return steps.startedWaiting(this.progress, at);
  }

  private own({ agentId, isBot = false, at }: Extract<Happening, { type: "assigned" }>): Progress {
    this.threads += 1;
    return steps.tookOver(this.progress, { agentId, isBot }, at);
  }

  private end(end: ThreadFact["end"], at: number): void {
    const { conversationId, groupId, hours } = this;
    const threadId = `${conversationId}-${this.threads}`;
    const known = { threadId, conversationId, groupId, hours, end, messagesSent: 0, at };
    const { progress, fact } = release(this.progress, known);
    this.progress = progress;
    if (fact) this.facts.push(fact);
  }

  private close({ at, tagIds = [], asksRating = false }: Extract<Happening, { type: "closed" }>): void {
    const agentId = this.progress.owner?.agentId ?? null;
    this.end("closed", at);
    this.ordinal += 1;
    const fact = factOfClose(this.progress, {
      conversationId: this.conversationId,
      threadId: `${this.conversationId}-${this.threads}`,
      ordinal: this.ordinal,
      groupId: this.groupId,
      agentId,
      visitorId: "vera",
      widgetId: null,
      channel: "chat",
      page: null,
      tagIds: [...tagIds],
      asksRating,
      closeReason: "conversation_closed",
      closedBy: null,
      hours: this.hours,
      at,
    });
    if (fact) this.facts.push(fact);
  }
}

/** The facts that a conversation makes, from what happened to it: what docs/metrics.md defines, as a function. */
export function factsOfHistory(conversationId: string, history: readonly Happening[]): HistoryFact[] {
  const replay = new Replay(conversationId);
  for (const happening of history) replay.step(happening);
  return replay.facts;
}
