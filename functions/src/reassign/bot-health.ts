import { agentChange, makesCapacity } from "../agent/agent-changes.ts";
import { prepareTellAdmins } from "../agent/tell-admins.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater, enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { type Tx, transact } from "../store/transact.ts";

const FAILURES_UNTIL_PAUSE = 3;
const PAUSE_SECONDS = 600;

function write(tx: Tx, before: StoredAgent, changes: Partial<StoredAgent>, ctx: Context): void {
  const { agent: after, fields } = agentChange(before, changes, ctx.now());
  const pausedUntil = after.pausedUntil === null ? null : new Date(after.pausedUntil);
  tx.update(agents.ref(ctx.db, before.id), { ...fields, pausedUntil });
  if (makesCapacity(before, after)) tx.afterCommit(() => enqueueDrainOfAgentLater(before.id, ctx));
}

/**
 * Counts a failure of a bot: after three in a row routing assigns nothing to it for ten minutes.
 * @returns whether this one paused it.
 */
export function recordBotFailure(botId: string, ctx: Context): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const bot = await tx.find(agents, botId);
    if (bot?.kind !== "bot" || bot.pausedUntil !== null) return false;
    const failuresInARow = bot.failuresInARow + 1;
    if (failuresInARow < FAILURES_UNTIL_PAUSE) {
      write(tx, bot, { failuresInARow }, ctx);
      return false;
    }
    const tellAdmins = await prepareTellAdmins(tx, ctx);
    const pausedUntil = new Date(ctx.now().getTime() + PAUSE_SECONDS * 1000).toISOString();
    write(tx, bot, { failuresInARow, pausedUntil }, ctx);
    tellAdmins({
      type: "bot_paused",
      text: `${bot.name} is paused for ten minutes after three failures in a row.`,
      metadata: { agentId: botId, agentName: bot.name },
    });
    const deadline = { kind: "pause", agentId: botId, at: pausedUntil } as const;
    tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
    return true;
  });
}

/** Ends a row of failures. Costs one read, and a write only where there were some. */
export function recordBotSuccess(botId: string, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const bot = await tx.find(agents, botId);
    if (bot?.kind === "bot" && bot.failuresInARow > 0 && bot.pausedUntil === null)
      write(tx, bot, { failuresInARow: 0 }, ctx);
  });
}

/** Resumes a bot whose pause is over: it may be assigned conversations again, after the commit. @returns whether it was due. */
export function resumeBot(botId: string, ctx: Context): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const bot = await tx.find(agents, botId);
    if (!bot?.pausedUntil || bot.pausedUntil > ctx.now().toISOString()) return false;
    write(tx, bot, { pausedUntil: null, failuresInARow: 0 }, ctx);
    return true;
  });
}
