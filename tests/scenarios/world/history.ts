import type { Emulator } from "firestore-emulator";
import type { StoredDocument } from "../../../firestore-emulator/src/model/document.ts";
import {
  type AgentNow,
  type ConversationNow,
  type GroupNow,
  type JobNow,
  locate,
  type PresenceNow,
  plainDocument,
} from "./shapes.ts";
import { Turns } from "./turns.ts";

/** The schedule of groups that are closed: it never opens. */
export const NEVER_OPEN = "never";

/**
 * Follows every commit of a project and checks it against a simple model of its own: who owns what, and whether an
 * automatic assignment was one that the rules allow at that very moment. It knows nothing of how routing works.
 */
export class History {
  readonly agents = new Map<string, AgentNow>();
  readonly conversations = new Map<string, ConversationNow>();
  readonly groups = new Map<string, GroupNow>();
  readonly presences = new Map<string, PresenceNow>();
  readonly problems: string[] = [];
  /** How often each agent came to own a conversation. */
  readonly assignments = new Map<string, number>();
  automatic = 0;
  /** How often a snoozed conversation came back to its owner. */
  woken = 0;

  constructor(
    emulator: Emulator,
    projectId: string,
    private readonly nowMicros: () => number,
  ) {
    const { store } = emulator.context.databases.get({ projectId, databaseId: "(default)" });
    store.onCommit(({ changes }) => this.follow(changes.map(({ name, after }) => ({ name, after }))));
  }

  private follow(changes: { name: string; after: StoredDocument | undefined }[]): void {
    const before = {
      agents: new Map(this.agents),
      conversations: new Map(this.conversations),
    };
    const jobs = new Map<string, JobNow>();
    for (const { name, after } of changes) {
      const place = locate(name);
      if (!place || !after) continue;
      const fields = plainDocument(after);
      if (place.collection === "agents") this.agents.set(place.id, fields as unknown as AgentNow);
      if (place.collection === "groups") this.groups.set(place.id, fields as unknown as GroupNow);
      if (place.collection === "presence") this.presences.set(place.id, fields as unknown as PresenceNow);
      if (place.collection === "assignments") jobs.set(place.id, fields as unknown as JobNow);
      if (place.collection === "conversations") this.noteConversation(place.id, fields);
    }
    for (const [id, job] of jobs) this.noteMemory(id, job);
    this.checkOwnership(changes, before);
    this.checkAssignments(before, jobs);
  }

  private noteConversation(id: string, fields: Record<string, unknown>): void {
    const { lastAgentId = null, timedOutAgentIds = [] } = this.conversations.get(id) ?? {};
    if (fields.lastAgentId !== null || (fields.passedAgentIds as string[]).length > 0)
      this.report(`${id} shows what routing remembers`);
    this.conversations.set(id, { ...fields, lastAgentId, timedOutAgentIds } as unknown as ConversationNow);
  }

  /** What routing remembers of a conversation stands with its assignment. */
  private noteMemory(id: string, { lastAgentId = null, timedOutAgentIds = [] }: JobNow): void {
    const conversation = this.conversations.get(id);
    if (conversation) this.conversations.set(id, { ...conversation, lastAgentId, timedOutAgentIds });
  }

  report(problem: string): void {
    this.problems.push(problem);
  }

  isClosed(groupId: string): boolean {
    return this.groups.get(groupId)?.scheduleId === NEVER_OPEN;
  }

  isPast(micros: number | null): boolean {
    return micros !== null && micros <= this.nowMicros();
  }

  /** Owner and counters agree at every commit. */
  private checkOwnership(
    changes: { name: string }[],
    before: { conversations: Map<string, ConversationNow> },
  ): void {
    const touched = new Set<string>();
    for (const { name } of changes) {
      const place = locate(name);
      if (place?.collection === "agents") touched.add(place.id);
      if (place?.collection !== "conversations") continue;
      const owners = [before.conversations.get(place.id), this.conversations.get(place.id)];
      for (const owner of owners) if (owner?.assignedAgentId) touched.add(owner.assignedAgentId);
    }
    for (const id of touched) this.checkAgent(id);
  }

  private checkAgent(id: string): void {
    const agent = this.agents.get(id);
    if (!agent) {
      this.report(`${id} owns a conversation and is no agent`);
      return;
    }
    const owned = [...this.conversations.values()].filter(
      ({ status, assignedAgentId }) => status === "active" && assignedAgentId === id,
    );
    if (agent.activeChats !== owned.length)
      this.report(`${id} counts ${agent.activeChats} and owns ${owned.length}`);
    if (agent.freeSlots !== agent.maxConcurrentChats - owned.length)
      this.report(`${id} has wrong free slots`);
    const listed = new Set(agent.activeConversationIds);
    if (listed.size !== owned.length || owned.some((one) => !listed.has(one.id)))
      this.report(`${id} lists others than it owns`);
  }

  private checkAssignments(
    before: { agents: Map<string, AgentNow>; conversations: Map<string, ConversationNow> },
    jobs: Map<string, JobNow>,
  ): void {
    const assigned = [...this.conversations.values()].filter((now) => {
      const was = before.conversations.get(now.id);
      return now.status === "active" && was !== now && changedOwner(was, now);
    });
    this.checkWoken(before);
    for (const { assignedAgentId } of assigned) {
      const id = assignedAgentId ?? "";
      this.assignments.set(id, (this.assignments.get(id) ?? 0) + 1);
    }
    const automatic = assigned.filter(({ id }) => jobs.get(id)?.decision?.strategy !== "manual");
    this.automatic += automatic.length;
    for (const conversation of automatic) {
      const was = before.conversations.get(conversation.id);
      if (was?.status === "pending" && was.queue === null)
        this.report(`${conversation.id} was assigned although nobody wrote`);
      if (this.isClosed(conversation.groupId))
        this.report(`${conversation.id} was assigned although its group is closed`);
      this.checkEligible(conversation, before.agents);
      this.checkOrder(conversation, before.conversations.get(conversation.id));
    }
    new Turns(this, before).check(automatic);
  }

  /** A snoozed conversation comes back to its owner only where that one is eligible, by hand or not. */
  private checkWoken(before: {
    agents: Map<string, AgentNow>;
    conversations: Map<string, ConversationNow>;
  }): void {
    for (const now of this.conversations.values()) {
      const was = before.conversations.get(now.id);
      if (!was || was === now || !isWoken(was, now)) continue;
      this.woken += 1;
      const owner = before.agents.get(now.assignedAgentId ?? "");
      const why = owner ? this.refusal(owner, now) : "unknown";
      if (why !== null && why !== "a supervisor of the group")
        this.report(`${now.id} came back to ${now.assignedAgentId}, who was ${why}`);
    }
  }

  private checkEligible(conversation: ConversationNow, agentsBefore: Map<string, AgentNow>): void {
    const id = conversation.assignedAgentId ?? "";
    const was = agentsBefore.get(id);
    const now = this.agents.get(id);
    const why = !was || !now ? "unknown" : this.refusal(was, conversation);
    if (why && why !== "full") this.report(`${conversation.id} went to ${id}, who was ${why}`);
    if (now && now.activeChats > now.maxConcurrentChats)
      this.report(`${conversation.id} took ${id} beyond the limit`);
  }

  /** Why routing may not assign the conversation to an agent, as the specification says it; null when it may. */
  refusal(agent: AgentNow, { groupId, timedOutAgentIds }: ConversationNow): string | null {
    if (agent.isDeleted) return "deleted";
    if (!agent.groupIds.includes(groupId)) return "not in the group";
    if (agent.priorities[groupId] === "supervisor") return "a supervisor of the group";
    if (agent.chosenStatus !== "online" || agent.status !== "online") return "not online";
    if (!agent.acceptingChats) return "not accepting";
    if (agent.pausedUntil != null) return "paused";
    if (agent.leased && (this.presences.get(agent.id)?.expiresAt ?? 0) <= this.nowMicros()) return "gone";
    if (timedOutAgentIds.includes(agent.id)) return "past the deadline";
    if (agent.activeChats >= agent.maxConcurrentChats) return "full";
    return null;
  }

  /** FIFO: nobody who waits longer in the group could have had the same slot. */
  private checkOrder(assigned: ConversationNow, was: ConversationNow | undefined): void {
    const queuedAt = was?.queue?.queuedAt;
    if (queuedAt === undefined) return;
    for (const other of this.conversations.values()) {
      if (other.status !== "pending" || other.groupId !== assigned.groupId || !other.queue) continue;
      const isOlder =
        other.queue.queuedAt < queuedAt || (other.queue.queuedAt === queuedAt && other.id < assigned.id);
      if (isOlder && !other.timedOutAgentIds.includes(assigned.assignedAgentId ?? ""))
        this.report(`${assigned.id} was assigned before ${other.id}, who waits longer`);
    }
  }
}

/** Whether it is with the same owner again, in the same thread. */
function isWoken(was: ConversationNow, now: ConversationNow): boolean {
  return was.status === "snoozed" && now.status === "active" && was.threadCount === now.threadCount;
}

function changedOwner(was: ConversationNow | undefined, now: ConversationNow): boolean {
  if (was && isWoken(was, now)) return false;
  return (
    was === undefined ||
    was.status !== "active" ||
    was.assignedAgentId !== now.assignedAgentId ||
    was.threadCount !== now.threadCount
  );
}
