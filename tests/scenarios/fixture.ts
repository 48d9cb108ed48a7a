import { setTimeoutHandler } from "@google-cloud/firestore/build/src/backoff.js";
import { type Conversation, endpoints, type Group, type Session } from "@livechat/contract";
import type { Context } from "../../functions/src/platform/context.ts";
import { deliver, deliverAll } from "../../functions/test/deliver.ts";
import { type Backend, startBackend } from "../../functions/test/harness.ts";

/** Conflicts cost the client library about a second of back-off; the scripts make many. */
setTimeoutHandler((work: () => void) => setImmediate(work) as unknown as NodeJS.Timeout);

/** A company with one group and a supervisor, in a database of its own. */
export class Fixture {
  private constructor(
    readonly backend: Backend,
    readonly groupId: string,
    readonly supervisor: string,
  ) {}

  static async open(group: Partial<Group> = {}, environment: Record<string, string> = {}): Promise<Fixture> {
    const backend = await startBackend(environment);
    const groupId = await backend.people.group("Sales", { isDefault: true, ...group });
    const admin = await backend.people.agent("Ada", { role: "admin", status: "offline" });
    return new Fixture(backend, groupId, admin.token);
  }

  get ctx() {
    return this.backend.ctx;
  }

  agent(name: string, fields: Parameters<Backend["people"]["agent"]>[1] = {}) {
    return this.backend.people.agent(name, { groupIds: [this.groupId], ...fields });
  }

  visitor(): Promise<Session> {
    return this.backend.startSession({ message: "Hello?" });
  }

  async visitors(count: number): Promise<Session[]> {
    const sessions: Session[] = [];
    for (let i = 0; i < count; i++) sessions.push(await this.visitor());
    return sessions;
  }

  /** Delivers all tasks that are due, one after the other; `ctx`: to a process that sees a database of its own. */
  settle(ctx: Context = this.ctx): Promise<void> {
    const { tasks, clock } = this.backend;
    return deliverAll({ ctx, tasks, clock });
  }

  /** Delivers all tasks held now, each so many times, all at once. */
  async rush(times = 1): Promise<void> {
    const tasks = this.backend.tasks.take();
    const all = tasks.flatMap((task) => Array.from({ length: times }, () => deliver(task, this.ctx)));
    await Promise.all(all);
  }

  async conversation({ conversationId: id }: Session): Promise<Conversation> {
    return (await this.backend.call(endpoints.getConversation, { params: { id }, as: this.supervisor })).body;
  }

  async owner(session: Session): Promise<string | null> {
    return (await this.conversation(session)).assignedAgentId;
  }

  /** As in a second thread, after these agents have owned it and let its answer deadline pass. */
  async timeOut(conversationId: string, agentIds: readonly string[]): Promise<void> {
    const { db } = this.ctx;
    const second = `${conversationId}-2`;
    const first = await db.doc(`threads/${conversationId}-1`).get();
    const batch = db.batch();
    batch.set(db.doc(`threads/${second}`), { ...first.data(), id: second });
    batch.update(db.doc(`assignments/${conversationId}`), { timedOutAgentIds: agentIds });
    batch.update(db.doc(`conversations/${conversationId}`), { threadCount: 2, activeThreadId: second });
    await batch.commit();
  }

  async owners(sessions: readonly Session[]): Promise<(string | null)[]> {
    return Promise.all(sessions.map((session) => this.owner(session)));
  }

  async assignment({ conversationId: id }: Session) {
    return (await this.backend.call(endpoints.getAssignment, { params: { id }, as: this.supervisor })).body;
  }

  /** The reasons of the conversation's system events, in order. */
  async story({ conversationId: id }: Session): Promise<(string | null)[]> {
    const read = { params: { id }, query: { limit: "100" }, as: this.supervisor };
    const { items } = (await this.backend.call(endpoints.listConversationEvents, read)).body;
    return items.filter(({ type }) => type === "system").map(({ systemType }) => systemType);
  }

  async agentNow(id: string) {
    return (await this.backend.call(endpoints.getAgent, { params: { id }, as: this.supervisor })).body;
  }

  update(id: string, body: Record<string, unknown>) {
    return this.backend.call(endpoints.updateAgent, { params: { id }, body, as: this.supervisor });
  }

  close({ conversationId: id }: Session) {
    return this.backend.call(endpoints.closeConversation, { params: { id }, as: this.supervisor });
  }

  beat(agent: { id: string; token: string }, consoleId: string, leaving = false) {
    const body = { consoleId, ...(leaving && { leaving }) };
    return this.backend.call(endpoints.heartbeat, { params: { id: agent.id }, body, as: agent.token });
  }
}
