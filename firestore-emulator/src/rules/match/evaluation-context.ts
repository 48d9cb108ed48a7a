import { relativePath } from "../../model/path.ts";
import { type DocumentAccess, resourceValue } from "../evaluate/document-access.ts";
import type { Variables } from "../evaluate/environment.ts";
import type { RulesQuery, RulesRequest } from "../interface.ts";
import { disjunctsOf } from "../proof/disjuncts.ts";
import { Constrained, PartialMap } from "../values/constrained.ts";
import { fromStoredMap, Path, type RuleValue, referencePath } from "../values/values.ts";
import { ANYWHERE, type PathItem } from "./match-path.ts";

/** What rules are evaluated against: the path to match, and the variables `request` and `resource`. */
export interface EvaluationContext {
  readonly path: readonly PathItem[];
  readonly variables: Variables;
}

/** Where a document that a query fixes by its name is looked up. */
type NamedDocuments = Pick<DocumentAccess, "named">;

const DEFAULT_DATABASE = "(default)";

/** One context for an operation on a document; for a list one for each disjunct of its query. */
export function evaluationContextsOf(request: RulesRequest, documents: NamedDocuments): EvaluationContext[] {
  if (request.method !== "list") {
    const path = [...rootOf(request), ...splitPath(request.path)];
    const resource = request.resource;
    return [{ path, variables: variables(request, () => (resource ? resourceValue(resource) : null), path) }];
  }
  const query = request.query ?? queryOf(request.path);
  const list = { ...request, query };
  return disjunctsOf(query).map(({ documentName, data }) =>
    documentName === undefined ? openContext(list, data) : namedContext(list, documentName, documents),
  );
}

export function databaseIdOf(request: RulesRequest): string {
  return request.databaseId ?? DEFAULT_DATABASE;
}

function splitPath(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** The unconstrained query of a collection path. */
function queryOf(path: string): RulesQuery {
  const segments = splitPath(path);
  return { parent: segments.slice(0, -1).join("/"), collectionId: segments.at(-1), allDescendants: false };
}

type ListRequest = RulesRequest & { readonly query: RulesQuery };

/** Any document that the disjunct lets through: known as far as its filters say. */
function openContext(request: ListRequest, data: RuleValue): EvaluationContext {
  const id = new Constrained([], "string");
  const resource = new PartialMap(
    new Map<string, RuleValue>([
      ["data", data],
      ["id", id],
      ["__name__", new Constrained([], "path")],
    ]),
  );
  const path = [...rootOf(request), ...unknownPath(request.query, id)];
  return { path, variables: variables(request, () => resource, collectionOf(request)) };
}

/** The only document that the disjunct lets through: decided, as in Google's emulator, on what is stored. */
function namedContext(
  request: ListRequest,
  documentName: string,
  documents: NamedDocuments,
): EvaluationContext {
  const resource = documents.named(relativePath(documentName));
  const path = referencePath(documentName).segments;
  return { path, variables: variables(request, () => resource, collectionOf(request)) };
}

function rootOf(request: RulesRequest): string[] {
  return ["databases", databaseIdOf(request), "documents"];
}

function collectionOf(request: ListRequest): string[] {
  const { collectionId, parent } = request.query;
  return [...rootOf(request), ...splitPath(parent), ...(collectionId === undefined ? [] : [collectionId])];
}

function unknownPath(query: RulesQuery, id: Constrained): PathItem[] {
  const parent = splitPath(query.parent);
  if (query.collectionId === undefined) return [...parent, ANYWHERE];
  return [...parent, ...(query.allDescendants ? ([ANYWHERE] as const) : []), query.collectionId, id];
}

function variables(request: RulesRequest, resource: () => RuleValue, path: readonly string[]): Variables {
  const makers: Readonly<Record<string, () => RuleValue>> = {
    request: () => requestValue(request, path),
    resource,
  };
  const made = new Map<string, RuleValue>();
  return {
    has: (name) => Object.hasOwn(makers, name),
    get: (name) => {
      if (!Object.hasOwn(makers, name)) return undefined;
      const value = made.has(name) ? (made.get(name) ?? null) : (makers[name]?.() ?? null);
      made.set(name, value);
      return value;
    },
  };
}

/** Requests that bring no document; the reference: "The new resource value, present on write requests only". */
const READS: ReadonlySet<string> = new Set(["get", "list"]);

/** The `request` variable: firebase.google.com/docs/reference/rules/rules.firestore.Request. */
function requestValue(request: RulesRequest, path: readonly string[]): RuleValue {
  const value = new Map<string, RuleValue>([
    ["auth", authValue(request)],
    ["method", request.method],
    ["path", new Path(path)],
    ["time", request.time],
  ]);
  if (!READS.has(request.method)) {
    value.set("resource", newResource(request, path));
    // What is left of the field that language version 1 had: always null.
    value.set("writeFields", null);
  }
  if (request.method === "list" && request.query) value.set("query", queryValue(request.query));
  return value;
}

function authValue({ auth }: RulesRequest): RuleValue {
  if (auth === null) return null;
  return new Map<string, RuleValue>([
    ["uid", auth.uid],
    ["token", fromStoredMap(auth.token)],
  ]);
}

function newResource(request: RulesRequest, path: readonly string[]): RuleValue {
  if (request.newFields === undefined) return null;
  return new Map<string, RuleValue>([
    ["data", fromStoredMap(request.newFields)],
    ["id", path.at(-1) ?? ""],
    ["__name__", new Path(path)],
  ]);
}

/**
 * What the query does not have is null. orderBy is a map such as {'age': 'DESC', '__name__': 'DESC'}, of the orders
 * that the client sent: the SDKs always send the one by name.
 */
function queryValue(query: RulesQuery): RuleValue {
  const orders = (query.orderBy ?? []).map(({ field, direction }) => [field.join("."), direction] as const);
  return new Map<string, RuleValue>([
    ["limit", query.limit === undefined ? null : BigInt(query.limit)],
    ["offset", query.offset === undefined ? null : BigInt(query.offset)],
    ["orderBy", orders.length === 0 ? null : new Map(orders)],
  ]);
}
