import { LIMITS } from "@livechat/contract/limits";
import type { Api } from "../connection/api.ts";
import { toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";

/** Pauses before the server is told again; the last one goes on. */
const AGAIN_MS = [2_000, 10_000, 60_000] as const;

interface Ended {
  token: string;
  endedAt: number;
}

interface Deps {
  /** In front of the key of each session in storage. */
  prefix: string;
  platform: Pick<Platform, "store" | "clock" | "network" | "newId">;
  /** The API as whoever has this token. */
  apiOf(token: string): Api;
}

/**
 * Sessions that were ended here and that the server has not confirmed as ended. They stay in storage until it has, or until
 * their tokens have expired: who signs out without a network leaves no token behind that is good for a week.
 */
export class EndedSessions {
  private readonly disposables = new Disposables();
  private next: Dispose | null = null;
  private attempts = 0;
  private isTelling = false;
  private isStopped = false;

  constructor(private readonly deps: Deps) {
    const { network } = deps.platform;
    this.disposables.add(network.onChange((isOnline) => void (isOnline && this.tell())));
  }

  /** From now on this session is to be ended on the server, also by the next page. */
  add(token: string): void {
    const { store, clock, newId } = this.deps.platform;
    const ended: Ended = { token, endedAt: clock.now() };
    store.set(`${this.deps.prefix}${newId()}`, JSON.stringify(ended));
  }

  /** Tells the server of each, now and again until it has heard of all. */
  async tell(): Promise<void> {
    if (this.isTelling) return;
    this.isTelling = true;
    this.next?.();
    this.next = null;
    const { store, clock } = this.deps.platform;
    for (const key of store.keys(this.deps.prefix)) {
      if (await this.isHeard(key)) store.remove(key);
    }
    this.isTelling = false;
    if (this.isStopped) return;
    if (store.keys(this.deps.prefix).length === 0) {
      this.attempts = 0;
      return;
    }
    const pause = AGAIN_MS[Math.min(this.attempts, AGAIN_MS.length - 1)] ?? 0;
    this.attempts += 1;
    this.next = clock.after(pause, () => void this.tell());
  }

  stop(): void {
    this.isStopped = true;
    this.disposables.dispose();
    this.next?.();
  }

  /** Also when there is nothing to hear: what cannot be read, or has expired, is no session. */
  private async isHeard(key: string): Promise<boolean> {
    const { store, clock } = this.deps.platform;
    const ended = parseStored<Ended>(store.get(key), ["token", "endedAt"]);
    if (!ended || clock.now() - ended.endedAt >= LIMITS.JWT_LIFETIME_SECONDS * 1000) return true;
    try {
      await this.deps.apiOf(ended.token).post("/v1/auth/logout");
      return true;
    } catch (thrown) {
      // A token that is refused was ended before.
      return !toChatError(thrown).isTemporary;
    }
  }
}
