import type { FirebaseAccess } from "@livechat/contract";
import { subjectOf } from "../src/visitor/subject.ts";
import type { FakeClock } from "./fakes.ts";

interface Session {
  visitorId: string;
  token: string;
  subject: string | null;
  ended: boolean;
}

export interface FakeConversation {
  id: string;
  visitorId: string;
  isOpen: boolean;
  /** The texts of its messages, by their ids. */
  readonly messages: Map<string, string>;
}

/** How one call goes: after so many milliseconds, and whether its answer is lost on the way. */
export interface Passage {
  millis: number;
  isLost: boolean;
}

/** A token as the company's server signs it, as far as this server looks. */
export function tokenOf(subject: string): string {
  return `header.${btoa(JSON.stringify({ sub: subject }))}.signature`;
}

const refused = (status: number, type: string) =>
  new Response(JSON.stringify({ error: { type, message: `It is ${type}.`, requestId: "r1" } }), { status });

const access = (uid: string): FirebaseAccess => ({
  customToken: `header.${btoa(JSON.stringify({ uid, iat: 1_772_442_000 }))}.signature`,
  config: { apiKey: "key", authDomain: "domain", projectId: "project" },
});

/** The API's sessions and identities, with answers that take their time and may get lost. */
export class IdentityServer {
  readonly conversations: FakeConversation[] = [];
  private readonly sessions: Session[] = [];
  private readonly keys = new Map<string, Session>();
  private calls = 0;

  constructor(
    private readonly clock: FakeClock,
    /** One after the other, and from the front again. */
    private readonly passages: readonly Passage[],
  ) {}

  readonly fetch: typeof fetch = async (input, init) => {
    const { millis, isLost } = this.passages[this.calls++ % this.passages.length] ?? {
      millis: 0,
      isLost: false,
    };
    await this.pass(millis);
    const token = new Headers(init?.headers).get("Authorization")?.replace("Bearer ", "") ?? "";
    const body = typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, string>) : {};
    const answer = this.answer(String(input), body, token);
    await this.pass(millis);
    if (isLost) throw new TypeError("fetch failed");
    return answer instanceof Response ? answer : new Response(JSON.stringify(answer));
  };

  /** Whose conversation it is: a subject, or null for one without a name. */
  subjectsOf({ visitorId }: FakeConversation): string | null {
    return this.sessions.find((session) => session.visitorId === visitorId)?.subject ?? null;
  }

  private pass(millis: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(millis, resolve));
  }

  private answer(path: string, body: Record<string, string>, bearer: string): unknown {
    if (path === "/v1/widget/session") return this.start(body);
    if (path === "/v1/widget/identify") return this.identify(body);
    const session = this.sessions.find(({ token, ended }) => token === bearer && !ended);
    if (!session) return refused(401, "authentication");
    if (path === "/v1/auth/logout") return this.leave(session);
    if (path === "/v1/auth/firebase-token") return access(session.visitorId);
    const id = /^\/v1\/threads\/([\w-]+)-1\/events$/.exec(path)?.[1];
    return id ? this.add(session, id, body) : refused(404, "not_found");
  }

  private living(token: string | undefined): Session | undefined {
    return this.sessions.find((session) => session.token === token && !session.ended);
  }

  private newSession(): Session {
    const visitorId = `visitor${this.sessions.length + 1}`;
    const session = { visitorId, token: `${visitorId}.secret`, subject: null, ended: false };
    this.sessions.push(session);
    return session;
  }

  private openOf(session: Session): FakeConversation | undefined {
    const own = this.sessions.filter(
      ({ visitorId, subject }) =>
        visitorId === session.visitorId || (subject !== null && subject === session.subject),
    );
    const ids = own.map(({ visitorId }) => visitorId);
    return this.conversations.find(({ visitorId, isOpen }) => isOpen && ids.includes(visitorId));
  }

  private start({ sessionToken, key, message, messageId }: Record<string, string>) {
    const kept = key === undefined ? undefined : this.keys.get(key);
    const session = this.living(sessionToken) ?? (kept && !kept.ended ? kept : this.newSession());
    if (key !== undefined) this.keys.set(key, session);
    let open = this.openOf(session);
    if (!open) {
      const id = `chat${this.conversations.length + 1}`;
      open = { id, visitorId: session.visitorId, isOpen: true, messages: new Map() };
      this.conversations.push(open);
    }
    if (message !== undefined && messageId !== undefined) open.messages.set(messageId, message);
    return this.sessionBody(session, messageId);
  }

  private identify({ token = "", sessionToken }: Record<string, string>) {
    const subject = subjectOf(token);
    const found = this.living(sessionToken);
    const isTheirs = found !== undefined && (found.subject ?? subject) === subject;
    const session = isTheirs ? found : this.newSession();
    session.subject = subject;
    return { ...this.sessionBody(session, undefined), verified: true, reason: null };
  }

  private leave(session: Session) {
    session.ended = true;
    for (const one of this.conversations) if (one.visitorId === session.visitorId) one.isOpen = false;
    return null;
  }

  private add(session: Session, id: string, { id: messageId = "", text = "" }: Record<string, string>) {
    const found = this.conversations.find((one) => one.id === id);
    const owner = this.sessions.find(({ visitorId }) => visitorId === found?.visitorId);
    const isOwn = owner === session || (owner?.subject != null && owner.subject === session.subject);
    if (!found || !isOwn) return refused(403, "authorization");
    found.messages.set(messageId, text);
    return { id: messageId, text, seq: found.messages.size, conversationId: id };
  }

  private sessionBody(session: Session, messageId: string | undefined) {
    const open = this.openOf(session);
    const text = messageId === undefined ? undefined : open?.messages.get(messageId);
    return {
      sessionToken: session.token,
      visitorId: session.visitorId,
      firebase: access(session.visitorId),
      conversationId: open?.id ?? null,
      threadId: open ? `${open.id}-1` : null,
      status: open ? "pending" : null,
      channel: open ? "chat" : null,
      ...(text !== undefined && { message: { id: messageId, text, seq: 1, conversationId: open?.id } }),
    };
  }
}
