import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Event, WidgetConfig } from "@livechat/contract";
import { DEFAULT_FILES_SETTINGS, DEFAULT_WIDGET_SETTINGS } from "@livechat/contract";

/**
 * The built widget with an API and a database that say what a test tells them: for states that the whole system comes into
 * only after hours, or never on purpose. What is real is proven elsewhere, against the whole system.
 */

const HOSTING = join(import.meta.dirname, "..", "..", "dist", "hosting");
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".html": "text/html",
  ".css": "text/css",
};

/** Stands in for the chunk with the Firebase SDK: the page's `live` tells what its listeners hear. */
const DATABASE = `
const watched = (window.live ??= { observers: {}, updates: [], tell(what, value, isCurrent = true) {
  this.observers[what]?.next(value, isCurrent);
} });
const watch = (what) => (...args) => {
  const observer = args.at(-1);
  watched.observers[what] = observer;
  window.dispatchEvent(new CustomEvent("watched", { detail: what }));
  return () => { if (watched.observers[what] === observer) delete watched.observers[what]; };
};
export class FirebaseDatabase {
  async signIn() {}
  onSignedOut() { return () => {}; }
  watchConversation = watch("conversation");
  watchEvents = watch("events");
  watchOtherSide = watch("participants");
  watchQueueSummary = watch("summary");
  async updateParticipant(_sides, _uid, update) { watched.updates.push(update); }
  async close() {}
}
`;

export const PAGE = (attributes: string, head = "") => `<!doctype html>
<html lang="en" ${attributes}>
  <head>
    <meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' blob:; connect-src 'self'; require-trusted-types-for 'script'" />
    <title>A shop</title>${head}
    <style>body { font: 16px sans-serif; margin: 40px; }</style>
  </head>
  <body><h1>A shop</h1><p>With a page behind the chat.</p><script async src="/widget.js"></script></body>
</html>`;

export const NOW = "2026-03-02T09:00:00.000Z";

export function configWith(changes: Partial<WidgetConfig> = {}): WidgetConfig {
  const { theme, consent, rating, identity, sound } = DEFAULT_WIDGET_SETTINGS;
  const { visitors, allowedTypes, maxBytes, maxPerMessage } = DEFAULT_FILES_SETTINGS;
  return {
    ...{ widgetId: "default", version: 1, available: true, agentsOnline: 1, queueFull: false, hours: null },
    ...{
      usualAnswerSeconds: null,
      groupId: "support",
      maxMessageLengthChars: 16_000,
      locales: ["en"],
      texts: {},
    },
    ...{ preChat: { when: "never", fields: [] }, offline: { mode: "form", fields: [] }, greetings: [] },
    ...{ theme, consent, rating, identity, sound },
    files: { visitors, allowedTypes, maxBytes, maxPerMessage },
    ...changes,
  } as WidgetConfig;
}

export function eventWith(seq: number, changes: Partial<Event> = {}): Event {
  return {
    ...{ id: `event-${seq}`, conversationId: "chat1", threadId: "chat1-1", seq, type: "message" },
    ...{ authorType: "agent", authorId: "anna", text: `Message ${seq}`, systemType: null, visibility: "all" },
    ...{ metadata: {}, files: [], createdAt: new Date(Date.parse(NOW) + seq * 1_000).toISOString() },
    ...changes,
  } as Event;
}

export const ANNA_JOINED: Partial<Event> = {
  ...{ type: "system", systemType: "agent_joined", authorType: "system", authorId: null },
  ...{ text: "Anna joined", metadata: { agentId: "anna", agentName: "Anna Becker" } },
};

export function conversationWith(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ id: "chat1", visitorId: "vera1", groupId: "support", status: "active", channel: "chat" },
    ...{ assignedAgentId: "anna", activeThreadId: "chat1-1", tagIds: [], lastMessage: null, queue: null },
    ...{
      lastSeq: 0,
      createdAt: NOW,
      updatedAt: NOW,
      assignedAt: null,
      firstResponseAt: null,
      closedAt: null,
    },
    ...{ snoozedUntil: null, priority: "normal", subject: null, rating: null, metadata: {} },
    ...changes,
  };
}

/** Conversations of earlier days, the newest first. */
export const pastConversations = (count: number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, at) => {
    const createdAt = new Date(Date.parse(NOW) - (at + 1) * 24 * 3600 * 1000).toISOString();
    const lastMessage = { text: `Thank you for lamp ${at + 1}!`, authorType: "visitor", createdAt };
    return conversationWith({ id: `old${at + 1}`, status: "closed", createdAt, lastMessage });
  });

/** A call of the API as it arrived. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

export type Answer = { status?: number; json?: unknown; text?: string; headers?: Record<string, string> };
type Script = (call: Call) => Answer | undefined;

const access = {
  customToken: `h.${Buffer.from(JSON.stringify({ uid: "vera1", iat: Date.now() / 1000 })).toString("base64url")}.s`,
  config: { apiKey: "key", authDomain: "domain", projectId: "project" },
};

export const refusal = (status: number, type: string, more: object = {}, headers = {}): Answer => ({
  status,
  headers,
  json: { error: { type, message: `Technical words about ${type}.`, requestId: "r1", ...more } },
});

/** The service that the page meets. */
export class ScriptedChat {
  readonly calls: Call[] = [];
  config = configWith();
  /** What answers before the usual does. */
  script: Script = () => undefined;
  /** The seq of the conversation's last event, as far as the service knows. */
  lastSeq = 0;
  /** What is answered of it: whoever hears nothing for long asks. */
  conversation = conversationWith();
  attributes = "";
  head = "";
  /** Files that are not there just now. */
  missing: RegExp | null = null;
  /** Of every answer: pages of another origin need some. */
  headers: Record<string, string> = {};
  private readonly events: Event[] = [];
  private server = createServer((request, response) => void this.serve(request, response));

  /** Where the page is, once it is open. */
  address = "";

  /** The id of the message that the page has sent first. */
  get firstSentId(): string {
    return this.events[0]?.id ?? "event-1";
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  reset(): void {
    this.calls.length = 0;
    this.events.length = 0;
    this.lastSeq = 0;
    this.conversation = conversationWith();
    this.config = configWith();
    this.script = () => undefined;
    this.attributes = "";
    this.head = "";
    this.missing = null;
  }

  /** How often a path was called. */
  count(method: string, path: string): number {
    return this.calls.filter((call) => call.method === method && call.path.split("?")[0] === path).length;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "/", method = "GET" } = request;
    const path = url.split("?")[0] ?? "/";
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    if (path.startsWith("/v1/"))
      return this.answer({ method, path: url, body: await bodyOf(request) }, response);
    if (path === "/") return send(response, { text: PAGE(this.attributes, this.head), type: "text/html" });
    if (this.missing?.test(path)) {
      response.writeHead(404).end();
      return;
    }
    if (path.includes("firebase-database"))
      return send(response, { text: DATABASE, type: "text/javascript" });
    try {
      const file = await readFile(join(HOSTING, path));
      response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" });
      response.end(file);
    } catch {
      response.writeHead(404);
      response.end();
    }
  }

  private answer(call: Call, response: ServerResponse): void {
    this.calls.push(call);
    const { status = 200, json, text, headers } = this.script(call) ?? this.usual(call);
    response.writeHead(status, {
      "Content-Type": text === undefined ? "application/json" : "text/plain",
      ...headers,
    });
    response.end(text ?? JSON.stringify(json ?? null));
  }

  private usual({ method, path, body }: Call): Answer {
    const name = path.split("?")[0] ?? "";
    if (name === "/v1/widget/config") return { json: this.config };
    if (name === "/v1/widget/session" || name === "/v1/widget/offline-messages") {
      return { status: 201, json: this.session(body, name.endsWith("messages") ? "offline" : "chat") };
    }
    if (name === "/v1/auth/firebase-token") return { json: access };
    if (method === "POST" && name.endsWith("/events")) return { status: 201, json: this.add(body) };
    if (name.endsWith("/events") || name === "/v1/conversations")
      return { json: { items: [], nextPageToken: null } };
    return { json: this.conversation };
  }

  private session({ message, messageId, startConversation }: Record<string, unknown>, channel: string) {
    const isAlone = startConversation === false;
    return {
      ...{ sessionToken: "vera1.secret", visitorId: "vera1", firebase: access },
      conversationId: isAlone ? null : "chat1",
      threadId: isAlone ? null : "chat1-1",
      status: isAlone ? null : "pending",
      channel: isAlone ? null : channel,
      ...(message !== undefined && { message: this.add({ id: messageId, text: message }) }),
    };
  }

  private add({ id, text }: Record<string, unknown>): Event {
    this.lastSeq += 1;
    const own = { authorType: "visitor", authorId: "vera1" } as const;
    const added = eventWith(this.lastSeq, {
      id: String(id ?? "m"),
      text: String(text ?? ""),
      ...own,
    });
    this.events.push(added);
    return added;
  }
}

function send(response: ServerResponse, { text, type }: { text: string; type: string }): void {
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
