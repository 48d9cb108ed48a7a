import type { Event } from "@livechat/contract";
import { atom } from "nanostores";
import type { Api } from "../connection/api.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import type { Store } from "../platform/store.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Where a message goes. `event`: it has been stored there already, on the way. */
export interface Destination {
  conversationId: string;
  threadId: string;
  event?: Event | null;
}

interface Deps {
  platform: Platform;
  api: Api;
  outbox: Outbox;
  /** Names the lock that only one tab holds. */
  lock: string;
  /** Where the message goes: its thread, after whatever has to be there first. May throw ChatError. */
  threadFor(entry: OutboxEntry): Promise<Destination>;
  onSent(event: Event): void;
  /** The caller's token is not taken any more. True when another attempt makes sense. */
  onSignedOut(error: ChatError): Promise<boolean>;
}

/**
 * Sends what is in the outbox: one at a time, in order, from one tab at a time. What cannot be sent now is tried again,
 * with growing pauses or as soon as the network is back; what the server refuses is marked as failed and passed over.
 */
export class Sender {
  private readonly trouble = atom<ChatError | null>(null);
  private readonly disposables = new Disposables();
  private pause = FIRST_PAUSE_MS;
  private later: Dispose | null = null;
  private running: Promise<void> | null = null;
  private asked = false;
  private stopped = false;

  constructor(private readonly deps: Deps) {
    const { network } = deps.platform;
    this.disposables.add(network.onChange((online) => online && this.hurry()));
  }

  /** Why sending stands still; null while it does not. */
  get problem(): Store<ChatError | null> {
    return this.trouble;
  }

  /** Sends what is there, now. Returns when all is sent or nothing more can be sent for now. */
  async run(): Promise<void> {
    this.asked = true;
    this.running ??= this.drain().finally(() => {
      this.running = null;
      if (this.asked && !this.stopped) void this.run();
    });
    return this.running;
  }

  /** Tries again at once instead of after the pause. */
  hurry(): void {
    this.pause = FIRST_PAUSE_MS;
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.later?.();
    this.disposables.dispose();
  }

  private async drain(): Promise<void> {
    const { platform, lock } = this.deps;
    this.later?.();
    this.later = null;
    while (this.asked && !this.stopped) {
      this.asked = false;
      await platform.exclusively(lock, () => this.sendAll());
    }
  }

  private async sendAll(): Promise<void> {
    for (let entry = this.deps.outbox.next(); entry && !this.stopped; entry = this.deps.outbox.next()) {
      if (!(await this.trySend(entry))) return;
    }
    this.trouble.set(null);
  }

  /** False when the rest has to wait. */
  private async trySend(entry: OutboxEntry): Promise<boolean> {
    try {
      await this.send(entry);
      this.pause = FIRST_PAUSE_MS;
      this.trouble.set(null);
      return true;
    } catch (thrown) {
      return this.onFailure(entry, toChatError(thrown));
    }
  }

  private async send(entry: OutboxEntry): Promise<void> {
    const { outbox, onSent, threadFor } = this.deps;
    const { threadId, conversationId } = entry;
    const to: Destination =
      threadId && conversationId ? { threadId, conversationId } : await threadFor(entry);
    outbox.change(entry.id, { threadId: to.threadId, conversationId: to.conversationId });
    onSent(to.event ?? (await this.post(entry, to)));
    outbox.remove(entry.id);
  }

  private post(entry: OutboxEntry, { threadId }: Destination): Promise<Event> {
    const { id, visibility } = entry;
    const body = { id, ...contentOf(entry), ...(visibility === "agents" && { visibility }) };
    return this.deps.api.post<Event>(`/v1/threads/${threadId}/events`, body);
  }

  private async onFailure(entry: OutboxEntry, error: ChatError): Promise<boolean> {
    // The message stays in the box; whoever is signed in now has nothing to do with this answer.
    if (this.stopped) return false;
    // Given up meanwhile, as when the visitor was signed out: the answer concerns nobody.
    if (!this.deps.outbox.entries.get().some(({ id }) => id === entry.id)) return true;
    if (error.isSignedOut) {
      if (await this.deps.onSignedOut(error)) return true;
      this.trouble.set(error);
      return false;
    }
    if (!error.isTemporary) {
      this.deps.outbox.change(entry.id, { error: error.message, errorType: error.type });
      return true;
    }
    this.trouble.set(error);
    this.tryLater(error.retryAfterMs ?? this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    return false;
  }

  private tryLater(millis: number): void {
    this.later?.();
    this.later = this.deps.platform.clock.after(millis, () => void this.run());
  }
}

/** What is sent of an entry: a pick, files with or without words, or words. */
function contentOf({ text, files = [], cannedResponseId, choice, metadata }: OutboxEntry): object {
  if (choice) return { type: "choice", ...choice };
  const known = metadata && { metadata };
  if (files.length > 0)
    return { type: "file", fileIds: files.map((file) => file.id), ...(text !== "" && { text }), ...known };
  return { text, ...(cannedResponseId && { cannedResponseId }), ...known };
}
