import { type Endpoint, LIMITS } from "@livechat/contract";
import fc from "fast-check";
import { nameOfList } from "../src/store/page-token.ts";

/** One request, in whatever state: what `fetch` can send, and no more. */
export interface AnyRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", " ", "\0", "\ud800", "null", "__proto__", "../..", "%00", "‮", "a".repeat(20_000)),
);

const oddNumber = fc.constantFrom(0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 1, -0);

const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  text,
  oddNumber,
  fc.constantFrom([], {}, null, true, [[]], { toString: 1 }, { constructor: {} }),
);

/** Values of a header: what HTTP lets through. */
const headerText = fc.string({ unit: "grapheme-ascii", maxLength: 200 }).map((value) => value.trim());

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const nestedArrays = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** A good body with one thing wrong: a field of another type, too much, too little, or unknown. */
function nearly(example: Record<string, unknown>): fc.Arbitrary<unknown> {
  const keys = Object.keys(example);
  const field = keys.length > 0 ? fc.constantFrom(...keys) : fc.string();
  return fc.oneof(
    fc.tuple(field, anyValue).map(([key, value]) => ({ ...example, [key]: value })),
    field.map((key) => Object.fromEntries(Object.entries(example).filter(([each]) => each !== key))),
    fc.tuple(text, anyValue).map(([key, value]) => ({ ...example, [key]: value })),
  );
}

const rawBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("{", '{"a":}', "[1,", "nul", '{"a":1}{"b":2}', "\ufeff{}", "{'a':1}", '"\\ud800"'),
  fc.constantFrom(nested(5_000), nestedArrays(5_000), nested(LIMITS.MAX_JSON_DEPTH + 1)),
  fc.constant(JSON.stringify({ text: "x".repeat(LIMITS.MAX_BODY_BYTES) })),
);

function anyBody(endpoint: Endpoint): fc.Arbitrary<string | Uint8Array | undefined> {
  const example = (endpoint.example?.body ?? {}) as Record<string, unknown>;
  const json = (value: unknown) => JSON.stringify(value) ?? "null";
  return fc.oneof(
    { weight: 4, arbitrary: nearly(example).map(json) },
    { weight: 3, arbitrary: anyValue.map(json) },
    { weight: 2, arbitrary: rawBody },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant("application/json") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/json; charset=utf-16",
      "application/vnd.x+json; charset=UTF-8",
      "application/jsonx",
      "",
    ),
  },
  { weight: 1, arbitrary: headerText },
);

const authorization = (tokens: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...tokens.map((token) => `Bearer ${token}`)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a.b.c",
        "Bearer .",
        "bearer  x",
      ),
    },
    { weight: 1, arbitrary: headerText.map((value) => `Bearer ${value}`) },
    // A good token with one character changed.
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...tokens), fc.nat())
        .map(
          ([token, at]) =>
            `Bearer ${token.slice(0, at % token.length)}~${token.slice((at % token.length) + 1)}`,
        ),
    },
  );

/** A path segment, escaped as a URL needs it. */
const segment = (ids: readonly string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ids) },
    { weight: 3, arbitrary: text.map((value) => encodeURIComponent(value.toWellFormed()).slice(0, 3_000)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%2F", "%00", "%E0%A4%A", ".", "..", "__x__", "a".repeat(2_000)),
    },
  );

const tokenOf = (value: unknown) => Buffer.from(JSON.stringify(value) ?? "").toString("base64url");
const listName = fc
  .constantFrom("agents", "groups", "tags", "conversations", "schedules")
  .map((list) => nameOfList(list));

/** Tokens of no list, and of a list with a place that makes no sense there. */
const pageToken = fc.oneof(
  anyValue.map(tokenOf),
  fc.tuple(listName, fc.tuple(anyValue, anyValue, anyValue)).map(tokenOf),
  fc.tuple(listName, fc.tuple(text, text, text)).map(tokenOf),
  fc.tuple(listName, fc.integer()).map(tokenOf),
);

const NAMES = [
  "limit",
  "pageToken",
  "includeDeleted",
  "role",
  "status",
  "groupId",
  "agentId",
  "tagId",
  "visitorId",
  "from",
  "to",
  "afterSeq",
  "deep",
  "at",
  "widget",
  "locale",
  "widget",
  "locale",
];

const parameter = fc.oneof(
  fc.tuple(fc.constantFrom(...NAMES), text),
  fc.tuple(
    fc.constantFrom("from", "to"),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  ),
  fc.tuple(fc.constantFrom("limit", "afterSeq"), fc.integer().map(String)),
  fc.tuple(fc.constant("pageToken"), pageToken),
  fc.tuple(text, text),
);

const search = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  {
    weight: 3,
    arbitrary: fc
      .array(parameter, { maxLength: 3 })
      .map(
        (pairs) => `?${new URLSearchParams(pairs.map(([a, b]): [string, string] => [a, b.slice(0, 2_000)]))}`,
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom("?%", "?a=%zz", "?limit=1&limit=2", "?&&==", "?limit[]=1") },
);

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND"];

export interface Known {
  tokens: readonly string[];
  ids: readonly string[];
}

/** A request to an endpoint, mostly with its own method and somebody's token, so that much of it gets far. */
export function anyRequest(endpoint: Endpoint, { tokens, ids }: Known): fc.Arbitrary<AnyRequest> {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)];
  const method = fc.oneof(
    { weight: 8, arbitrary: fc.constant<string>(endpoint.method) },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  );
  const path = fc.tuple(fc.tuple(...names.map(() => segment(ids))), search).map(([segments, query]) => {
    let next = 0;
    return endpoint.path.replace(/\{\w+\}/g, () => segments[next++] ?? "") + query;
  });
  const headers = fc.record({
    "Content-Type": contentType,
    Authorization: authorization(tokens),
    "X-Request-Id": fc.oneof(fc.constant("my-request"), headerText),
    "X-Forwarded-For": headerText,
    Origin: headerText,
  });
  return fc.record({ method, path, headers, body: anyBody(endpoint) });
}
