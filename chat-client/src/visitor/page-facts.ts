import type { VisitorFacts } from "@livechat/contract";
import type { ChatError } from "../platform/chat-error.ts";
import { toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Clock, KeyValueStore } from "../platform/platform.ts";

export interface VisitorInput {
  visitor?: VisitorFacts;
  metadata?: Record<string, unknown>;
  groupId?: string;
}

export const FACTS_LIMITS = {
  /** What a page says within this time is told by one call. */
  TOGETHER_MS: 1_000,
  /** After a failure that may pass. */
  AGAIN_MS: 30_000,
} as const;

interface Deps {
  clock: Clock;
  store: KeyValueStore;
  /** Under which it is remembered what was told before, so that another page that says the same costs no call. */
  key: string;
  /** Whether there is a session that facts can be told of. */
  hasSession(): boolean;
  /** Tells the API of the visitor and the metadata. @throws ChatError */
  tell(facts: VisitorInput): Promise<void>;
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

function warn(what: string, cause?: unknown): void {
  console.warn(`livechat: ${what} was refused and left out.`, ...(cause ? [cause] : []));
}

/** What the page says of its visitor: sent when a session begins, and again when it changes. */
export class PageFacts {
  private input: VisitorInput = {};
  private later: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  get current(): VisitorInput {
    return this.input;
  }

  setVisitor(visitor: VisitorFacts): void {
    this.input = { ...this.input, visitor: { ...this.input.visitor, ...visitor } };
    this.tellLater(FACTS_LIMITS.TOGETHER_MS);
  }

  /** A value that JSON cannot hold is left out, the others are kept. */
  setMetadata(metadata: Record<string, unknown>): void {
    const entries = Object.entries(metadata);
    for (const [key] of entries.filter(([, value]) => !isJson(value))) warn(`the metadata "${key}"`);
    const kept = Object.fromEntries(entries.filter(([, value]) => isJson(value)));
    this.input = { ...this.input, metadata: { ...this.input.metadata, ...kept } };
    this.tellLater(FACTS_LIMITS.TOGETHER_MS);
  }

  /** The group that the next conversation goes to. */
  setGroup(groupId: string): void {
    this.input = { ...this.input, groupId };
  }

  /** Leaves out what the API refuses, so that it does not stand in a message's way. @returns whether that was anything. */
  leaveOut(error: ChatError): boolean {
    const accepted = withoutRefused(this.input, error);
    if (accepted === this.input) return false;
    warn("what the page says of the visitor", error);
    this.input = accepted;
    return true;
  }

  /** The API knows it all. */
  told(): void {
    this.deps.store.set(this.deps.key, this.asText());
  }

  /** Tells what was said before there was a session to tell it of. */
  catchUp(): void {
    this.tellLater(FACTS_LIMITS.TOGETHER_MS);
  }

  /** Forgets what was said of the person. The group and the language are the page's. */
  forget(): void {
    this.stop();
    const { visitor, groupId } = this.input;
    this.input = {
      ...(visitor?.locale !== undefined && { visitor: { locale: visitor.locale } }),
      ...(groupId !== undefined && { groupId }),
    };
  }

  stop(): void {
    this.later?.();
    this.later = null;
  }

  private asText(): string {
    const { visitor = {}, metadata = {} } = this.input;
    return JSON.stringify({ visitor, metadata });
  }

  private tellLater(millis: number): void {
    this.stop();
    this.later = this.deps.clock.after(millis, () => void this.tell());
  }

  private async tell(): Promise<void> {
    const { store, key, hasSession, tell } = this.deps;
    const { visitor, metadata } = this.input;
    const isNew = store.get(key) !== this.asText();
    if (!hasSession() || !isNew || (!visitor && !metadata)) return;
    try {
      await tell({ ...(visitor && { visitor }), ...(metadata && { metadata }) });
      this.told();
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isTemporary) this.tellLater(error.retryAfterMs ?? FACTS_LIMITS.AGAIN_MS);
      else if (this.leaveOut(error)) this.tellLater(FACTS_LIMITS.TOGETHER_MS);
      else warn("what the page says of the visitor", error);
    }
  }
}

/** The input without what the error names, or the input itself when the error is about something else. */
function withoutRefused(input: VisitorInput, { type, details }: ChatError): VisitorInput {
  const { groupId, ...rest } = input;
  if (type === "not_found" && groupId !== undefined) return rest;
  if (type !== "validation" || !details.some(({ path }) => /^(visitor|metadata|groupId)\b/.test(path)))
    return input;
  const refused = new Set(details.map(({ path }) => path));
  const isRefused = (path: string) => [...refused].some((at) => at === path || at.startsWith(`${path}.`));
  const facts = refused.has("visitor") ? [] : Object.entries(input.visitor ?? {});
  const visitor = facts.filter(([name]) => !isRefused(`visitor.${name}`));
  const accepted: VisitorInput = {
    ...(visitor.length > 0 && { visitor: Object.fromEntries(visitor) }),
    ...(input.metadata && !isRefused("metadata") && { metadata: input.metadata }),
    ...(groupId !== undefined && !isRefused("groupId") && { groupId }),
  };
  return JSON.stringify(accepted) === JSON.stringify(input) ? input : accepted;
}
