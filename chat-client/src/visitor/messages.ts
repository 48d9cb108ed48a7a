import type { EventFile } from "@livechat/contract";
import type { WritableAtom } from "nanostores";
import type { ClientShell } from "../connection/client-shell.ts";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { patch } from "../platform/store.ts";
import type { Choice, Outbox } from "../sending/outbox.ts";
import { type Destination, Sender } from "../sending/sender.ts";
import type { CurrentConversation } from "./current-conversation.ts";
import type { TakePages } from "./told-pages.ts";
import type { FirstMessage, VisitorSession } from "./visitor-session.ts";
import type { VisitorState } from "./visitor-state.ts";

interface Deps {
  shell: ClientShell;
  platform: Platform;
  session: VisitorSession;
  outbox: Outbox;
  current: CurrentConversation;
  pages: TakePages;
  /** Names the lock in which messages are sent, over all tabs. */
  lock: string;
  /** What is shown. */
  value: WritableAtom<VisitorState>;
  /** The conversation that is open, or one that begins with this message. Runs in the lock. @throws ChatError */
  begin(first: FirstMessage | null): Promise<Destination>;
  /** The token is not taken any more. True when another attempt makes sense. */
  onSessionEnded(token: string | null): Promise<boolean>;
}

/** What the visitor writes: shown at once, sent in order, and said where it stands still. */
export class Messages {
  private readonly sender: Sender;
  private readonly disposables = new Disposables();

  constructor(private readonly deps: Deps) {
    const { shell, platform, outbox, current, lock, value, begin, onSessionEnded } = deps;
    this.sender = new Sender({
      platform,
      api: shell.api,
      outbox,
      lock,
      threadFor: ({ id, text }) => begin(text === "" ? null : { message: text, messageId: id }),
      onSent: (event) => {
        current.view?.confirm(event);
        patch(value, { error: null, retryAt: null });
      },
      onSignedOut: () => onSessionEnded(shell.api.token),
    });
    this.disposables.add(
      this.sender.problem.listen((problem) => this.onProblem(problem)),
      outbox.entries.listen(() => current.view ?? current.showWaiting()),
    );
  }

  /** Sends what is there, now. */
  run(): Promise<void> {
    return this.sender.run();
  }

  /** Returns the message's id. */
  send(text: string, files: readonly EventFile[], choice: Choice | undefined): string {
    const { session, outbox, current } = this.deps;
    const pages = this.deps.pages();
    const conversationId = session.stored()?.conversationId ?? null;
    const attached = {
      ...(files.length > 0 && { files }),
      ...(choice && { choice }),
      ...(pages && { metadata: { pages } }),
    };
    const { id } = outbox.add({ conversationId, text, visibility: "all", ...attached });
    current.view?.sent();
    this.sender.hurry();
    return id;
  }

  /** Tries a refused message again. */
  retry(id: string): void {
    this.deps.outbox.change(id, { error: null, errorType: null });
    this.sender.hurry();
  }

  retryFailed(): void {
    for (const { id, error } of this.deps.outbox.entries.get()) if (error !== null) this.retry(id);
  }

  /** Gives a refused message up. */
  discard(id: string): void {
    this.deps.outbox.remove(id);
  }

  stop(): void {
    this.disposables.dispose();
    this.sender.stop();
    this.deps.outbox.stop();
  }

  private onProblem(problem: ChatError | null): void {
    const { platform, shell, value } = this.deps;
    shell.connection.calling(connectionTrouble(problem));
    const after = problem?.retryAfterMs ?? null;
    const retryAt = after === null ? null : platform.clock.now() + after;
    patch(value, { error: problem, retryAt });
  }
}

/** What is wrong with the connection itself: a service that answers, whatever it answers, can be reached. */
export function connectionTrouble(problem: ChatError | null): ChatError | null {
  return problem?.type === "network" ? problem : null;
}
