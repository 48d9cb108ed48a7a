import type { Context } from "../platform/context.ts";
import { waitingQuery } from "../store/conversations.ts";
import { queueBoards } from "../store/queue-boards.ts";
import { enqueueBoardLater } from "./enqueue.ts";

/** Whoever waits further behind asks the API, which counts. */
const BOARD_PLACES = 20;
/** Arrivals rewrite the board at most this often: Firestore takes about one write a second to one document for long. */
const ARRIVALS_EVERY_MILLIS = 1_000;

async function countWaiting(groupId: string, ctx: Context): Promise<number> {
  return (await waitingQuery(ctx.db, groupId).count().get()).data().count;
}

/**
 * Writes the group's board afresh, for those who listen to their place in the queue: one write however many wait.
 * Not exact under concurrent changes, each of which writes it again; the API counts exactly.
 */
async function refreshBoard(groupId: string, ctx: Context): Promise<void> {
  const [waiting, first] = await Promise.all([
    countWaiting(groupId, ctx),
    waitingQuery(ctx.db, groupId).select("queue.queuedAt").limit(BOARD_PLACES).get(),
  ]);
  const queuedAt = first.docs.map((doc) => doc.get("queue.queuedAt"));
  await queueBoards.ref(ctx.db, groupId).set({ groupId, waiting, queuedAt, updatedAt: ctx.now() });
}

/**
 * Somebody new stands at the end: nobody else's place changes, and behind a full board only the number does. On a board
 * that was written just now it shows a moment later, together with everybody else who comes until then.
 */
async function addToBoard(groupId: string, ctx: Context): Promise<void> {
  const board = await queueBoards.get(ctx.db, groupId);
  const writableAt = board ? Date.parse(board.updatedAt) + ARRIVALS_EVERY_MILLIS : 0;
  if (board && ctx.now().getTime() < writableAt) {
    return enqueueBoardLater(groupId, board.updatedAt, new Date(writableAt), ctx);
  }
  if (!board || board.queuedAt.length < BOARD_PLACES) return refreshBoard(groupId, ctx);
  const waiting = await countWaiting(groupId, ctx);
  await queueBoards.ref(ctx.db, groupId).update({ waiting, updatedAt: ctx.now() });
}

/** Writes the board unless somebody else has since the time that the task names. */
export async function refreshBoardOnce(
  { groupId, boardOf }: { groupId: string; boardOf: string },
  ctx: Context,
): Promise<void> {
  const board = await queueBoards.get(ctx.db, groupId);
  if (!board || board.updatedAt === boardOf) await refreshBoardLater(groupId, ctx);
}

/** Whether the board shows nobody: wrong while somebody waits. */
export async function showsNobody(groupId: string, ctx: Context): Promise<boolean> {
  const board = await queueBoards.get(ctx.db, groupId);
  return board === null || board.waiting === 0;
}

/** The board only shows; when it cannot be written, the next change or the sweep writes it again. */
async function orLater(groupId: string, write: Promise<void>, ctx: Context): Promise<void> {
  try {
    await write;
  } catch (error) {
    ctx.log.error("A queue's board could not be written; the sweep will make up for it.", { groupId, error });
  }
}

/** Writes the board after a commit that let somebody leave the queue. */
export function refreshBoardLater(groupId: string, ctx: Context): Promise<void> {
  return orLater(groupId, refreshBoard(groupId, ctx), ctx);
}

/** Writes the board after somebody has come to wait, at once or a moment later. */
export function addToBoardLater(groupId: string, ctx: Context): Promise<void> {
  return orLater(groupId, addToBoard(groupId, ctx), ctx);
}
