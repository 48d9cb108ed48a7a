import type { Board } from "./live-database.ts";

/**
 * A waiting visitor's place, from 1, by the group's board; null when the board does not reach that far.
 * @param queuedAt when the visitor's own conversation began to wait, RFC 3339.
 */
export function positionOn(board: Board, queuedAt: string): number | null {
  const own = Date.parse(queuedAt);
  const before = board.queuedAt.filter((time) => Date.parse(time) < own).length;
  const isBeyond = before === board.queuedAt.length && board.waiting > board.queuedAt.length;
  return isBeyond ? null : before + 1;
}
