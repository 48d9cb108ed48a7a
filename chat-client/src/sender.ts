import type { Event } from "@livechat/contract";
import type { Api } from "./api.ts";
import { type ChatError, toChatError } from "./chat-error.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import { type Readable, type Stop, Stops, Value } from "./value.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

interface Outside {
  platform: Platform;
  api: Api;
  outbox: Outbox;
  /** Names the lock that only one tab holds. */
  lock: string;
  /** Where the message goes: its thread, after whatever has to be there first. May throw ChatError. */
  threadFor(entry: OutboxEntry): Promise<{ conversationId: string; threadId: string }>;
  onSent(event: Event): void;
  /** The caller's token is not taken any more. True when another attempt makes sense. */
  onSignedOut(error: ChatError): Promise<boolean>;
}

/**
 * Sends what is in the outbox: one at a time, in order, from one tab at a time. What cannot be sent now is tried again,
 * with growing pauses or as soon as the network is back; what the server refuses is marked as failed and passed over.
 */
export class Sender {
  private readonly trouble = new Value<ChatError | null>(null);
  private readonly stops = new Stops();
  private pause = FIRST_PAUSE_MS;
  private later: Stop | null = null;
  private running: Promise<void> | null = null;
  private asked = false;
  private stopped = false;

  constructor(private readonly outside: Outside) {
    const { network } = outside.platform;
    this.stops.add(network.onChange((online) => online && this.hurry()));
  }

  /** Why sending stands still; null while it does not. */
  get problem(): Readable<ChatError | null> {
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
    this.stops.all();
  }

  private async drain(): Promise<void> {
    const { platform, lock } = this.outside;
    this.later?.();
    this.later = null;
    while (this.asked && !this.stopped) {
      this.asked = false;
      await platform.exclusively(lock, () => this.sendAll());
    }
  }

  private async sendAll(): Promise<void> {
    for (let entry = this.outside.outbox.next(); entry && !this.stopped; entry = this.outside.outbox.next()) {
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
    const { outbox, api, onSent, threadFor } = this.outside;
    const to =
      entry.threadId && entry.conversationId
        ? { threadId: entry.threadId, conversationId: entry.conversationId }
        : await threadFor(entry);
    outbox.change(entry.id, to);
    const { id, text, visibility } = entry;
    const body = { id, text, ...(visibility === "agents" && { visibility }) };
    const event = await api.post<Event>(`/v1/threads/${to.threadId}/events`, body);
    onSent(event);
    outbox.remove(id);
  }

  private async onFailure(entry: OutboxEntry, error: ChatError): Promise<boolean> {
    // The message stays in the box; whoever is signed in now has nothing to do with this answer.
    if (this.stopped) return false;
    if (error.isSignedOut) {
      if (await this.outside.onSignedOut(error)) return true;
      this.trouble.set(error);
      return false;
    }
    if (!error.isTemporary) {
      this.outside.outbox.change(entry.id, { error: error.message });
      return true;
    }
    this.trouble.set(error);
    this.tryLater(error.retryAfterMs ?? this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    return false;
  }

  private tryLater(millis: number): void {
    this.later?.();
    this.later = this.outside.platform.clock.after(millis, () => void this.run());
  }
}
