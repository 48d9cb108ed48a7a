import { z } from "zod";
import type { ErrorType } from "./errors.ts";
import type { SCOPE_RESOURCES } from "./names.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may call, as far as the caller alone decides it. What depends on the resource (its owner, its group, the
 * visitor of the conversation) is decided by the verb.
 * - `public`: anyone, without a token
 * - `agent`: any agent · `supervisor`: supervisors and admins · `admin`: admins
 * - `agentOrVisitor`: any agent, or a visitor with a session token
 */
export type Access = "public" | "agent" | "supervisor" | "admin" | "agentOrVisitor";

/** Whose web pages may call an endpoint from a browser: those of the company's sites, or the console's alone. */
export type Audience = "visitors" | "agents";

/** Which counter a call is charged to, beside that of its caller. */
export type RateLimit = "messages" | "sessions" | "logins" | "counters";

/** What an API key must hold to call: `<resource>:read` or `<resource>:write`; write implies read. */
export type Scope = `${(typeof SCOPE_RESOURCES)[number]}:${"read" | "write"}` | "bot";

/** Folder names of the API reference and the Postman collection. */
export type Folder =
  | "Authentication"
  | "Agents"
  | "Groups"
  | "Tags"
  | "Schedules"
  | "Widgets"
  | "Widget"
  | "Identity"
  | "Conversations"
  | "Visitors"
  | "Threads"
  | "Ratings"
  | "Bans"
  | "Files"
  | "Queue"
  | "Reports"
  | "Canned responses"
  | "Settings"
  | "Views"
  | "Notifications"
  | "Audit"
  | "API keys"
  | "Event feed"
  | "Webhooks"
  | "Bots"
  | "Health";

/** What is said of a call that goes: times in RFC 3339, and the address of a page that says what to do instead. */
export interface Deprecation {
  readonly since: string;
  readonly sunset?: string;
  readonly link?: string;
}

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
  Who extends Access = Access,
> {
  /** A verb in camel case, unique over the whole API: the operationId. */
  readonly name: string;
  readonly method: Method;
  /** Path with `{param}` segments, below the host, with the `/v1` prefix. */
  readonly path: string;
  readonly access: Who;
  readonly folder: Folder;
  readonly summary: string;
  readonly description?: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body of every success. `z.null()` means none: 204. */
  readonly response: Response;
  /** The success statuses, the usual one first. */
  readonly statuses: readonly [number, ...number[]];
  /** The media types of a success that is no JSON; the response is then its text. */
  readonly contentTypes?: readonly string[];
  /** Whose pages may call it. Unless stated: visitors' where a visitor may call, else the console's. */
  readonly audience: Audience;
  readonly limit?: RateLimit;
  /** null: no API key may call it. */
  readonly scope: Scope | null;
  /** The error types that are its own, beside those that every call of its access may meet. */
  readonly errors: readonly ErrorType[];
  /** a request body and a response that belong together, for the reference and the Postman collection. */
  readonly example?: { readonly body?: unknown; readonly response?: unknown };
  /**
   * The action of the audit entry that every change of the configuration by this call leaves behind. A call that finds
   * nothing to change leaves none.
   */
  readonly audit?: string;
  /** Set when the call should not be made any more. */
  readonly deprecation?: Deprecation;
}

interface Declaration<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
  W extends Access,
> {
  name: string;
  method: Method;
  path: string;
  access: W;
  folder: Folder;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  response: A;
  statuses?: [number, ...number[]];
  contentTypes?: readonly string[];
  audience?: Audience;
  limit?: RateLimit;
  scope?: Scope | null;
  errors?: readonly ErrorType[];
  example?: { body?: unknown; response?: unknown };
  audit?: string;
  deprecation?: Deprecation;
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** Declares one endpoint. What is left out is empty: no path parameters, no query, no body; unknown keys are refused. */
export function endpoint<
  A extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  W extends Access = Access,
>(declaration: Declaration<P, Q, B, A, W>): Endpoint<P, Q, B, A, W> {
  const noBody = declaration.response instanceof z.ZodNull;
  return {
    params: nothing as unknown as P,
    query: nothing as unknown as Q,
    body: nothing as unknown as B,
    statuses: noBody ? [204] : [200],
    audience: declaration.access === "agentOrVisitor" ? "visitors" : "agents",
    scope: null,
    errors: [],
    ...declaration,
  };
}

/** The response of an endpoint that has none (204). */
export const noContent = z.null();

/** Whether a call makes something new: it takes an `Idempotency-Key`. */
export function isCreating({ method, statuses }: Pick<Endpoint, "method" | "statuses">): boolean {
  return method === "POST" && statuses.includes(201);
}
