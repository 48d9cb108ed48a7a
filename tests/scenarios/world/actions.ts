import fc from "fast-check";
import type { AgentCaller, VisitorCaller } from "../../../functions/src/auth/caller.ts";
import { addEvent } from "../../../functions/src/chat/add-event.ts";
import { assignConversation } from "../../../functions/src/chat/assign.ts";
import { reopenConversation } from "../../../functions/src/chat/reopen.ts";
import { snoozeConversation, unsnoozeConversation } from "../../../functions/src/chat/snooze.ts";
import { startSession } from "../../../functions/src/chat/start-session.ts";
import { transferConversation } from "../../../functions/src/chat/transfer.ts";
import { closeConversation } from "../../../functions/src/conversation/close.ts";
import { sweep } from "../../../functions/src/maintenance/sweep.ts";
import type { Context } from "../../../functions/src/platform/context.ts";
import { heartbeat } from "../../../functions/src/presence/heartbeat.ts";
import { recordBotFailure, recordBotSuccess } from "../../../functions/src/reassign/bot-health.ts";
import { deleteAgent, restoreAgent } from "../../../functions/src/team/delete-agent.ts";
import { deleteGroup, restoreGroup } from "../../../functions/src/team/delete-group.ts";
import { addGroupAgents, removeGroupAgent } from "../../../functions/src/team/membership.ts";
import { updateAgent } from "../../../functions/src/team/update-agent.ts";
import { updateGroup } from "../../../functions/src/team/update-group.ts";
import { NEVER_OPEN } from "./history.ts";
import type { ConversationNow } from "./shapes.ts";

/** What an action may pick from, as it stands when the action starts; `n` numbers choose among it. */
export interface ModelState {
  readonly agentIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly conversations: readonly ConversationNow[];
  /** Session tokens of visitors, in the order of their arrival. */
  readonly tokens: string[];
}

export interface Choice {
  readonly kind: Kind;
  readonly n: number;
  readonly m: number;
  /** When the process dies, see `Process`; null: it lives. */
  readonly diesAt: number | null;
}

type Run = (state: ModelState, choice: Choice, ctx: Context) => Promise<unknown>;

const signedIn = { kind: "agent", sessionId: "s", isFromRelease010: false, verifiedAt: new Date(0) } as const;
const supervisor: AgentCaller = { ...signedIn, id: "sue", role: "supervisor" };
const admin: AgentCaller = { ...signedIn, id: "ada", role: "admin" };

function asAgent(id: string): AgentCaller {
  return { ...signedIn, id, role: "agent" };
}

function asVisitor(id: string): VisitorCaller {
  return { kind: "visitor", id, visitorIds: [id], verifiedAt: new Date(0) };
}

function at<T>(items: readonly T[], n: number): T | undefined {
  return items[n % Math.max(1, items.length)];
}

/** Runs with a picked conversation, when there is one. */
function onConversation(
  run: (conversation: ConversationNow, ...rest: Parameters<Run>) => Promise<unknown>,
): Run {
  return async (state, choice, ctx) => {
    const conversation = at(state.conversations, choice.n);
    if (conversation) await run(conversation, state, choice, ctx);
  };
}

function onAgent(run: (agentId: string, choice: Choice, ctx: Context) => Promise<unknown>): Run {
  return async (state, choice, ctx) => {
    const agentId = at(state.agentIds, choice.n);
    if (agentId) await run(agentId, choice, ctx);
  };
}

function onGroup(
  run: (groupId: string, state: ModelState, choice: Choice, ctx: Context) => Promise<unknown>,
): Run {
  return async (state, choice, ctx) => {
    const groupId = at(state.groupIds, choice.n);
    if (groupId) await run(groupId, state, choice, ctx);
  };
}

const STATUSES = ["online", "online", "away", "offline"] as const;
const STRATEGIES = ["round_robin", "least_loaded", "sticky"] as const;
const SNOOZE_SECONDS = [1, 5, 30, 600] as const;
const PRIORITIES = ["first", "normal", "last", "supervisor"] as const;

/** Every action that a person, a console or a task can take, by name. */
const runs = {
  newVisitor: async (state, { n, m }, ctx) => {
    const groupId = m % 3 === 0 ? undefined : at(state.groupIds, n);
    const { session } = await startSession({ message: "Hello", ...(groupId && { groupId }) }, ctx);
    state.tokens.push(session.sessionToken);
  },
  closeOrOpenGroup: onGroup((id, _state, { m }, ctx) =>
    updateGroup(id, { scheduleId: m % 3 === 0 ? NEVER_OPEN : null }, ctx),
  ),
  botFails: onAgent(async (id, _choice, ctx) => {
    for (let i = 0; i < 3; i++) await recordBotFailure(id, ctx);
  }),
  botSucceeds: onAgent((id, _choice, ctx) => recordBotSuccess(id, ctx)),
  silentVisitor: async (state, { n, m }, ctx) => {
    const groupId = m % 3 === 0 ? undefined : at(state.groupIds, n);
    const { session } = await startSession({ ...(groupId && { groupId }) }, ctx);
    state.tokens.push(session.sessionToken);
  },
  returningVisitor: async (state, { n }, ctx) => {
    const sessionToken = at(state.tokens, n);
    if (sessionToken) await startSession({ message: "Me again", sessionToken }, ctx);
  },
  visitorWrites: onConversation(({ id, visitorId }, _state, _choice, ctx) =>
    addEvent(`${id}-1`, { input: { text: "Still here" }, caller: asVisitor(visitorId) }, ctx),
  ),
  ownerWrites: onConversation(async ({ id, assignedAgentId }, _state, _choice, ctx) => {
    if (!assignedAgentId) return;
    await addEvent(`${id}-1`, { input: { text: "Yes?" }, caller: asAgent(assignedAgentId) }, ctx);
  }),
  claim: onConversation(async ({ id }, state, { m }, ctx) => {
    const agentId = at(state.agentIds, m);
    if (agentId) await assignConversation(id, { input: { agentId }, caller: asAgent(agentId) }, ctx);
  }),
  assign: onConversation(async ({ id }, state, { m }, ctx) => {
    const agentId = at(state.agentIds, m);
    if (agentId) await assignConversation(id, { input: { agentId }, caller: supervisor }, ctx);
  }),
  forceAssign: onConversation(async ({ id }, state, { m }, ctx) => {
    const agentId = at(state.agentIds, m);
    if (agentId) await assignConversation(id, { input: { agentId, force: true }, caller: supervisor }, ctx);
  }),
  transferToAgent: onConversation(async ({ id, assignedAgentId }, state, { m }, ctx) => {
    const agentId = at(state.agentIds, m);
    const caller = assignedAgentId ? asAgent(assignedAgentId) : supervisor;
    if (agentId) await transferConversation(id, { input: { agentId, note: "Please." }, caller }, ctx);
  }),
  transferToGroup: onConversation(async ({ id }, state, { m }, ctx) => {
    const groupId = at(state.groupIds, m);
    if (groupId) await transferConversation(id, { input: { groupId }, caller: supervisor }, ctx);
  }),
  visitorCloses: onConversation(({ id, visitorId }, _state, _choice, ctx) =>
    closeConversation(id, asVisitor(visitorId), ctx),
  ),
  ownerCloses: onConversation(async ({ id, assignedAgentId }, _state, _choice, ctx) => {
    if (assignedAgentId) await closeConversation(id, asAgent(assignedAgentId), ctx);
  }),
  snooze: onConversation(async ({ id, assignedAgentId }, _state, { m }, ctx) => {
    const caller = assignedAgentId && m % 2 === 0 ? asAgent(assignedAgentId) : supervisor;
    const until = new Date(ctx.now().getTime() + (at(SNOOZE_SECONDS, m) ?? 0) * 1_000);
    await snoozeConversation(id, { until, caller }, ctx);
  }),
  unsnooze: onConversation(({ id }, _state, _choice, ctx) => unsnoozeConversation(id, supervisor, ctx)),
  reopen: onConversation(({ id }, _state, _choice, ctx) => reopenConversation(id, supervisor, ctx)),
  chooseStatus: onAgent((id, { m }, ctx) =>
    updateAgent(id, { input: { status: at(STATUSES, m) }, caller: asAgent(id) }, ctx),
  ),
  chooseAccepting: onAgent((id, { m }, ctx) =>
    updateAgent(id, { input: { acceptingChats: m % 3 !== 0 }, caller: asAgent(id) }, ctx),
  ),
  changeLimit: onAgent((id, { m }, ctx) =>
    updateAgent(id, { input: { maxConcurrentChats: 1 + (m % 4) }, caller: admin }, ctx),
  ),
  joinGroup: onGroup(async (id, state, { m }, ctx) => {
    const agentId = at(state.agentIds, m);
    if (agentId) await addGroupAgents(id, [agentId], ctx);
  }),
  leaveGroup: onGroup(async (id, state, { m }, ctx) => {
    const agentId = at(state.agentIds, m);
    if (agentId) await removeGroupAgent(id, agentId, ctx);
  }),
  deleteAgent: onAgent((id, _choice, ctx) => deleteAgent(id, ctx)),
  restoreAgent: onAgent((id, _choice, ctx) => restoreAgent(id, ctx)),
  deleteGroup: onGroup((id, _state, _choice, ctx) => deleteGroup(id, ctx)),
  restoreGroup: onGroup((id, _state, _choice, ctx) => restoreGroup(id, ctx)),
  changeStrategy: onGroup((id, _state, { m }, ctx) =>
    updateGroup(id, { routingStrategy: at(STRATEGIES, m) }, ctx),
  ),
  changePriority: onGroup(async (id, state, { n, m }, ctx) => {
    const agentId = at(state.agentIds, m);
    const priority = at(PRIORITIES, n + m);
    if (agentId && priority)
      await updateGroup(id, { settings: { priorities: { [agentId]: priority } } }, ctx);
  }),
  beat: onAgent((id, { m }, ctx) => heartbeat(id, { consoleId: `console${m % 2}` }, ctx)),
  leaveConsole: onAgent((id, { m }, ctx) =>
    heartbeat(id, { consoleId: `console${m % 2}`, leaving: true }, ctx),
  ),
  sweep: (_state, _choice, ctx) => sweep(ctx),
} satisfies Record<string, Run>;

export type Kind = keyof typeof runs;

/** How often each action comes up, relative to the others. */
const WEIGHTS: Partial<Record<Kind, number>> = {
  newVisitor: 8,
  visitorCloses: 3,
  ownerCloses: 5,
  ownerWrites: 2,
  assign: 3,
  claim: 3,
  chooseStatus: 3,
  beat: 3,
  snooze: 5,
  visitorWrites: 4,
  deleteGroup: 1,
  deleteAgent: 1,
};
const DEFAULT_WEIGHT = 2;

const kinds = Object.keys(runs) as Kind[];

export function runAction(state: ModelState, choice: Choice, ctx: Context): Promise<unknown> {
  const run: Run = runs[choice.kind];
  return run(state, choice, ctx);
}

/** Any action; `mayDie`: also one whose process dies on the way. */
export function arbitraryChoice(mayDie: boolean): fc.Arbitrary<Choice> {
  return fc.record({
    kind: fc.oneof(
      ...kinds.map((kind) => ({ weight: WEIGHTS[kind] ?? DEFAULT_WEIGHT, arbitrary: fc.constant(kind) })),
    ),
    n: fc.nat(11),
    m: fc.nat(11),
    diesAt: mayDie ? fc.option(fc.nat(23), { freq: 4 }) : fc.constant(null),
  });
}
