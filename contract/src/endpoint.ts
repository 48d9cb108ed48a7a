import { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may call, as far as the caller alone decides it. What depends on the resource (its owner, its group, the
 * visitor of the conversation) is decided by the verb.
 * - `public`: anyone, without a token
 * - `agent`: any agent · `supervisor`: supervisors and admins · `admin`: admins
 * - `agentOrVisitor`: any agent, or a visitor with a session token
 */
export type Access = "public" | "agent" | "supervisor" | "admin" | "agentOrVisitor";

/** Folder names of the API reference and the Postman collection. */
export type Folder =
  | "Authentication"
  | "Agents"
  | "Groups"
  | "Tags"
  | "Widget"
  | "Conversations"
  | "Threads"
  | "Queue"
  | "Health";

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
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
  readonly answer: Answer;
  /** The success statuses, the usual one first. */
  readonly statuses: readonly [number, ...number[]];
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
  answer: A;
  statuses?: [number, ...number[]];
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
  const noBody = declaration.answer instanceof z.ZodNull;
  return {
    params: nothing as unknown as P,
    query: nothing as unknown as Q,
    body: nothing as unknown as B,
    statuses: noBody ? [204] : [200],
    ...declaration,
  };
}

/** The answer of an endpoint that has none (204). */
export const noContent = z.null();
