import type { FirebaseAccess } from "@livechat/contract";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import { subjectOf } from "./subject.ts";
import { isOpen, type OpenSession, type VisitorSession } from "./visitor-session.ts";

/** What became of an identity token. `reason`: why it was not taken, where the widget only reports. */
export interface Identification {
  verified: boolean;
  reason: string | null;
}

interface Deps {
  session: VisitorSession;
  platform: Pick<Platform, "exclusively">;
  /** Names the lock of what changes the session, over all tabs. */
  lock: string;
  /** The session is another visitor's from now on. */
  onOtherVisitor(): void;
  /** The visitor has a conversation, which may have begun in another browser. */
  onOpen(session: OpenSession, access: FirebaseAccess): void;
  onTurnOver(): void;
}

/** Who the visitor is, as the page says with a signed token. */
export class Identity {
  /** Said again when a session begins anew. */
  private token: string | null = null;
  private turns = 0;

  constructor(private readonly deps: Deps) {}

  /** Whether the session is just being changed here. */
  get isBusy(): boolean {
    return this.turns > 0;
  }

  /** Whether what this browser holds belongs to another person than this token's. */
  isSomebodyElse(token: string): boolean {
    const { subject } = this.deps.session;
    return subject !== null && subject !== subjectOf(token);
  }

  /** @throws ChatError as the API answers, `authentication` when somebody else was named meanwhile. */
  say(token: string): Promise<Identification> {
    this.deps.session.claim(subjectOf(token));
    this.token = token;
    return this.oneAtATime(() => this.tell(token));
  }

  /**
   * A session that begins anew is the same person's, unless the token is not taken any more. Runs in a turn.
   * @throws ChatError when that cannot be told now.
   */
  async sayAgain(): Promise<void> {
    if (this.token === null || this.deps.session.stored()) return;
    try {
      await this.tell(this.token);
    } catch (thrown) {
      if (toChatError(thrown).isTemporary) throw thrown;
      this.token = null;
    }
  }

  forget(): void {
    this.token = null;
  }

  /** What changes the session is done one at a time, over all tabs. */
  async oneAtATime<T>(run: () => Promise<T>): Promise<T> {
    const done: T[] = [];
    const turn = async () => {
      this.turns += 1;
      try {
        done.push(await run());
      } finally {
        this.turns -= 1;
        this.deps.onTurnOver();
      }
    };
    await this.deps.platform.exclusively(this.deps.lock, turn);
    return done[0] as T;
  }

  private async tell(token: string): Promise<Identification> {
    const { session, onOpen, onOtherVisitor } = this.deps;
    if (session.subject !== subjectOf(token)) {
      throw new ChatError("authentication", "Somebody else was named meanwhile.");
    }
    const before = session.stored()?.visitorId;
    const answer = await session.identify(token);
    if (before !== undefined && before !== answer.session.visitorId) onOtherVisitor();
    if (isOpen(answer.session)) onOpen(answer.session, answer.access);
    return { verified: answer.verified, reason: answer.reason };
  }
}
