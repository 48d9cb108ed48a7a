import type { EventFile, Visibility } from "@livechat/contract";
import { atom, type WritableAtom } from "nanostores";
import type { ChatErrorType } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { KeyValueStore, Platform } from "../platform/platform.ts";
import type { Store } from "../platform/store.ts";
import { parseStored } from "../platform/stored.ts";

/** Which of a bot's options the visitor picks. */
export interface Choice {
  optionId: string;
  /** The event with the options. */
  inReplyTo: string;
}

/** A message that the server has not confirmed. */
export interface OutboxEntry {
  /** The event's id: the server takes it once, however often it is sent. */
  id: string;
  /** null while the visitor has no conversation yet. */
  conversationId: string | null;
  /** The thread that the first attempt named. Later ones name the same, so that they are the same request. */
  threadId: string | null;
  text: string;
  /** Files that are uploaded and go with the message. */
  files?: readonly EventFile[];
  /** The canned response that an agent wrote it with. */
  cannedResponseId?: string;
  /** Of a pick: `text` is the option's label. */
  choice?: Choice;
  /** What is known of the message beside its words. */
  metadata?: Readonly<Record<string, unknown>>;
  visibility: Visibility;
  createdAt: string;
  /** Why the server refused it; null while it is still to be sent. */
  error: string | null;
  /** What kind of refusal that was. Entries of before it was kept have none. */
  errorType?: ChatErrorType | null;
}

export type NewEntry = Pick<
  OutboxEntry,
  "conversationId" | "text" | "visibility" | "files" | "cannedResponseId" | "choice" | "metadata"
>;

const ORDER_DIGITS = 16;
const KEYS = ["id", "conversationId", "threadId", "text", "visibility", "createdAt", "error"] as const;

/**
 * Messages to be sent, in order, in storage: they survive a reload, and all tabs see the same ones. Each is a key of
 * its own, so that two tabs that write at once do not undo each other.
 */
export class Outbox {
  private readonly current: WritableAtom<OutboxEntry[]>;
  private readonly disposables = new Disposables();
  private lastOrder = 0;

  constructor(
    private readonly prefix: string,
    private readonly platform: Pick<Platform, "store" | "clock" | "newId">,
  ) {
    this.current = atom(this.read());
    this.disposables.add(platform.store.onChange(() => this.refresh()));
  }

  get entries(): Store<OutboxEntry[]> {
    return this.current;
  }

  add(entry: NewEntry): OutboxEntry {
    const { clock, newId } = this.platform;
    const createdAt = new Date(clock.now()).toISOString();
    const added: OutboxEntry = { ...entry, id: newId(), threadId: null, createdAt, error: null };
    this.store.set(`${this.prefix}${this.nextOrder()}:${added.id}`, JSON.stringify(added));
    this.refresh();
    return added;
  }

  /** Changes an entry. Does nothing when another tab has sent it meanwhile. */
  change(id: string, changes: Partial<OutboxEntry>): void {
    const key = this.keyOf(id);
    const stored = key && parseStored<OutboxEntry>(this.store.get(key), KEYS);
    if (!key || !stored) return;
    this.store.set(key, JSON.stringify({ ...stored, ...changes }));
    this.refresh();
  }

  remove(id: string): void {
    const key = this.keyOf(id);
    if (key) this.store.remove(key);
    this.refresh();
  }

  /** The first message that is still to be sent, as storage has it now. */
  next(): OutboxEntry | null {
    this.refresh();
    return this.current.get().find(({ error }) => error === null) ?? null;
  }

  stop(): void {
    this.disposables.dispose();
  }

  private get store(): KeyValueStore {
    return this.platform.store;
  }

  private keyOf(id: string): string | undefined {
    return this.store.keys(this.prefix).find((key) => key.endsWith(`:${id}`));
  }

  /** Later than everything in the box, also when the clock was set back or another tab's runs ahead. */
  private nextOrder(): string {
    const last = this.store.keys(this.prefix).at(-1)?.slice(this.prefix.length) ?? "";
    this.lastOrder = Math.max(
      this.platform.clock.now(),
      this.lastOrder + 1,
      (Number.parseInt(last, 10) || 0) + 1,
    );
    return String(this.lastOrder).padStart(ORDER_DIGITS, "0");
  }

  private read(): OutboxEntry[] {
    const keys = this.store.keys(this.prefix);
    return keys.flatMap((key) => parseStored<OutboxEntry>(this.store.get(key), KEYS) ?? []);
  }

  private refresh(): void {
    const entries = this.read();
    if (JSON.stringify(entries) !== JSON.stringify(this.current.get())) this.current.set(entries);
  }
}
