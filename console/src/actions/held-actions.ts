import { atom, type ReadableAtom } from "nanostores";

/** How long an action can be taken back. */
export const UNDO_MS = 10_000;

export interface HeldAction {
  /** One action of a kind waits for a conversation: `close:<id>`. */
  key: string;
  conversationId: string;
  /** The others, of an action on many. */
  alsoIds?: readonly string[];
  /** What was done, as the toast says it. */
  text: string;
  run(): Promise<unknown>;
  /** Brings the agent back to where they were. */
  onUndo?(): void;
}

export interface Held extends HeldAction {
  endsAt: number;
}

interface Deps {
  now(): number;
  after(milliseconds: number, done: () => void): () => void;
  onFailed(error: unknown, action: HeldAction): void;
}

/**
 * Actions that the page shows as done and that the server is told of when they cannot be taken back any more. So an
 * undo leaves no trace: the visitor never reads that a chat was closed and opened again.
 */
export class HeldActions {
  private readonly held = atom<readonly Held[]>([]);
  private readonly timers = new Map<string, () => void>();

  constructor(private readonly deps: Deps) {}

  get items(): ReadableAtom<readonly Held[]> {
    return this.held;
  }

  /** Shows the action as done. One of the same key that still waits is carried out first. */
  hold(action: HeldAction): void {
    void this.carryOut(action.key);
    const endsAt = this.deps.now() + UNDO_MS;
    this.held.set([...this.held.get(), { ...action, endsAt }]);
    this.timers.set(
      action.key,
      this.deps.after(UNDO_MS, () => void this.carryOut(action.key)),
    );
  }

  undo(key: string): void {
    this.take(key)?.onUndo?.();
  }

  /** Takes the last action back; false when there is none. */
  undoLast(): boolean {
    const last = this.held.get().at(-1);
    if (last) this.undo(last.key);
    return last !== undefined;
  }

  /** Tells the server now. */
  async carryOut(key: string): Promise<void> {
    const action = this.take(key);
    if (!action) return;
    try {
      await action.run();
    } catch (error) {
      this.deps.onFailed(error, action);
    }
  }

  /** The page is left: nothing is forgotten. */
  async carryOutAll(): Promise<void> {
    await Promise.all(this.held.get().map(({ key }) => this.carryOut(key)));
  }

  /** Forgets what waits for a conversation, without carrying it out: it has gone on meanwhile. */
  drop(conversationId: string): Held[] {
    const dropped = this.held.get().filter((action) => action.conversationId === conversationId);
    for (const { key } of dropped) this.take(key);
    return dropped;
  }

  private take(key: string): Held | undefined {
    const action = this.held.get().find((held) => held.key === key);
    this.timers.get(key)?.();
    this.timers.delete(key);
    if (action) this.held.set(this.held.get().filter((held) => held !== action));
    return action;
  }
}
