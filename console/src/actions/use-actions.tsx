import { type AgentClient, ChatError } from "@livechat/chat-client";
import type { BulkAction, BulkResult, ConversationPriority } from "@livechat/contract";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { type Call, callOf } from "../client/call.ts";
import { useClient } from "../client/context.tsx";
import { sayApiError } from "../client/say-error.ts";
import { timeNow } from "../client/use-now.ts";
import type { Texts } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { HeldActions } from "./held-actions.ts";
import { say, sayProblem } from "./toasts.ts";

type Target = { agentId: string } | { groupId: string };

interface Deps {
  client: AgentClient;
  call: Call;
  texts: Texts;
  go(path: string): void;
}

/** What an agent does with a conversation. What cannot be taken back on the server waits here first. */
export class ConversationActions {
  readonly held: HeldActions;

  constructor(private deps: Deps) {
    this.held = new HeldActions({
      now: timeNow,
      after: (milliseconds, done) => {
        const timer = setTimeout(done, milliseconds);
        return () => clearTimeout(timer);
      },
      onFailed: (error, action) => {
        sayProblem(error);
        action.onUndo?.();
      },
    });
  }

  /** The language or the place may have changed; what waits stays. */
  use(deps: Deps): void {
    this.deps = deps;
  }

  close(id: string, name: string, back: string): void {
    this.holdLeaving(`close:${id}`, id, {
      text: this.deps.texts("actions.closed", { name }),
      run: () => this.deps.client.request("POST", `/v1/conversations/${id}/close`),
      back,
    });
  }

  transfer(id: string, to: Target & { note?: string }, said: { text: string; back: string }): void {
    this.holdLeaving(`transfer:${id}`, id, {
      ...said,
      run: () => this.deps.client.request("POST", `/v1/conversations/${id}/transfer`, to),
    });
  }

  snooze(id: string, until: string, { name, back }: { name: string; back: string }): void {
    const time = this.deps.texts.dateTime(until);
    this.holdLeaving(`snooze:${id}`, id, {
      text: this.deps.texts("actions.snoozed", { name, time }),
      run: () => this.deps.call("snoozeConversation", { params: { id }, body: { until } }),
      back,
    });
  }

  /** Closes, bans and tags. */
  spam(id: string, { name, back }: { name: string; back: string }): void {
    this.holdLeaving(`spam:${id}`, id, {
      text: this.deps.texts("actions.spam", { name }),
      run: () => this.deps.call("markSpam", { params: { id } }),
      back,
    });
  }

  notSpam(id: string): Promise<boolean> {
    return this.attempt(
      () => this.deps.call("unmarkSpam", { params: { id } }),
      () => say(this.deps.texts("actions.notSpam")),
    );
  }

  /** The same for several conversations; what was refused is said with the first reason. */
  async many(body: BulkAction): Promise<void> {
    try {
      this.tellMany((await this.deps.call("bulkConversations", { body })).results);
    } catch (error) {
      sayProblem(error);
    }
  }

  closeMany(ids: readonly string[], back: string): void {
    const [first, ...others] = ids;
    if (first === undefined) return;
    this.held.hold({
      key: `close-many:${first}`,
      conversationId: first,
      alsoIds: others,
      text: this.deps.texts.count("actions.bulkClosed", ids.length),
      run: () => this.many({ ids: [...ids], action: "close" }),
      onUndo: () => this.deps.go(back),
    });
  }

  private tellMany(results: readonly BulkResult[]): void {
    const refused = results.filter(({ ok }) => !ok);
    const done = results.length - refused.length;
    if (done > 0) say(this.deps.texts.count("actions.bulkDone", done));
    const error = refused[0]?.error;
    const why = error ? sayApiError(error, this.deps.texts) : "";
    if (refused.length > 0) sayProblem(this.deps.texts.count("actions.bulkRefused", refused.length, { why }));
  }

  wake(id: string): Promise<boolean> {
    return this.attempt(() => this.deps.call("unsnoozeConversation", { params: { id } }));
  }

  setPriority(id: string, priority: ConversationPriority): Promise<boolean> {
    return this.attempt(() => this.deps.call("updateConversation", { params: { id }, body: { priority } }));
  }

  tag(id: string, tag: { id: string; name: string }): void {
    const params = { id, tagId: tag.id };
    void this.attempt(
      () => this.deps.call("addConversationTag", { params }),
      () =>
        say(this.deps.texts("actions.tagged", { name: tag.name }), {
          action: {
            label: this.deps.texts("actions.undo"),
            run: () => void this.attempt(() => this.deps.call("removeConversationTag", { params })),
          },
        }),
    );
  }

  untag(id: string, tag: { id: string; name: string }): void {
    const params = { id, tagId: tag.id };
    void this.attempt(
      () => this.deps.call("removeConversationTag", { params }),
      () =>
        say(this.deps.texts("actions.untagged", { name: tag.name }), {
          action: {
            label: this.deps.texts("actions.undo"),
            run: () => void this.attempt(() => this.deps.call("addConversationTag", { params })),
          },
        }),
    );
  }

  /** Takes a waiting conversation; goes online first when the agent is not. */
  async claim(id: string): Promise<boolean> {
    const { client, call } = this.deps;
    const me = client.state.get().me;
    if (!me) return false;
    if (me.status !== "online") await client.setStatus("online");
    const force = me.role !== "agent" ? { force: true } : {};
    return this.attempt(() =>
      call("assignConversation", { params: { id }, body: { agentId: me.id, ...force } }),
    );
  }

  assign(id: string, agent: { id: string; name: string }, force = false): Promise<boolean> {
    const body = { agentId: agent.id, ...(force && { force }) };
    return this.attempt(
      () => this.deps.call("assignConversation", { params: { id }, body }),
      () => say(this.deps.texts("actions.assigned", { name: agent.name })),
    );
  }

  reopen(id: string): Promise<boolean> {
    return this.attempt(() => this.deps.call("reopenConversation", { params: { id } }));
  }

  private holdLeaving(
    key: string,
    conversationId: string,
    { text, run, back }: { text: string; run(): Promise<unknown>; back: string },
  ): void {
    this.held.hold({ key, conversationId, text, run, onUndo: () => this.deps.go(back) });
  }

  /** What may succeed later without being changed is said with a button that tries it again. */
  private async attempt(call: () => Promise<unknown>, done?: () => void): Promise<boolean> {
    try {
      await call();
      done?.();
      return true;
    } catch (error) {
      const isTemporary = error instanceof ChatError && error.isTemporary;
      const label = this.deps.texts("actions.tryAgain");
      sayProblem(error, isTemporary ? { label, run: () => void this.attempt(call, done) } : undefined);
      return false;
    }
  }
}

const ActionsContext = createContext<ConversationActions | null>(null);

export function ActionsProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const texts = useTexts();
  const [, go] = useLocation();
  const deps = { client, call: callOf(client), texts, go };
  const [actions] = useState(() => new ConversationActions(deps));
  actions.use(deps);
  useEffect(() => {
    // Whatever the page was about to tell the server is told now: the requests outlive the page.
    const leave = () => void actions.held.carryOutAll();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [actions]);
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

export function useActions(): ConversationActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("There are no actions above this component.");
  return actions;
}
