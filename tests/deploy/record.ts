import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cli.ts";
import type { Call } from "./google/server.ts";

/** Asked by POST, changes nothing. */
const QUESTIONS =
  /:(getIamPolicy|testIamPermissions|test|generateUploadUrl|populateFiles|generateServiceIdentity)$|oauth2/;

function isChange({ method, path }: Call): boolean {
  return method !== "GET" && !QUESTIONS.test(path);
}

/** What differs from run to run, or follows a file that has its own tests. */
function steady(value: unknown): unknown {
  const rules = readFileSync(join(root, "firestore.rules"), "utf8");
  return JSON.parse(JSON.stringify(value ?? null), (key, item: unknown) => {
    if (item === rules) return "<firestore.rules>";
    if (key === "headers" && Array.isArray(item)) return "<headers of firebase.json>";
    if (typeof item !== "string") return item;
    if (key === "data") return "<secret>";
    if (key === "firebase-functions-hash" || key === "firebase-declarative-security-etag") return "<hash>";
    if (key === "etag") return "<etag>";
    return item
      .replace(/firebase-fn-\d+/g, "firebase-fn-1")
      .replace(/\d+ bytes/, "<bytes>")
      .replace(/127\.0\.0\.1:\d+/g, "<site>");
  });
}

/** Many calls of one kind, in an order that does not matter. */
function lineOf(call: Call): string {
  const { method, host, path } = call;
  const resource = path
    .replace(/collectionGroups\/[^/]+\/indexes$/, "collectionGroups/<group>/indexes")
    .replace(/collectionGroups\/[^/]+\/fields\/.+$/, "collectionGroups/<group>/fields/<field>")
    .replace(/upload\/.*$/, "upload/<file>")
    .replace(/firebase-fn-\d+/g, "firebase-fn-1")
    .replace(/versions\/version-\d+/g, "versions/version-<number>");
  return `${method} ${host}${resource}`;
}

const MANY = /<group>|<file>/;
/** The CLI makes functions, and what belongs to each, at the same time. */
const AT_ONCE = /(cloudfunctions|run|cloudtasks|cloudscheduler)\.googleapis\.com/;

interface Change {
  readonly call: string;
  readonly body?: unknown;
}

/** Puts calls that are made at the same time into an order. */
function inOrder(changes: readonly Change[]): Change[] {
  const sorted: Change[] = [];
  let block: Change[] = [];
  const flush = (): void => {
    sorted.push(...block.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
    block = [];
  };
  for (const change of changes) {
    if (AT_ONCE.test(change.call)) block.push(change);
    else {
      flush();
      sorted.push(change);
    }
  }
  flush();
  return sorted;
}

/** The calls that change something, in order, as they are compared: with bodies, and once where there are many. */
export function changesOf(calls: readonly Call[]): Change[] {
  const seen = new Set<string>();
  const changes: Change[] = [];
  for (const call of calls.filter(isChange)) {
    const line = lineOf(call);
    const isOneOfMany = MANY.test(line);
    if (isOneOfMany && seen.has(line)) continue;
    seen.add(line);
    changes.push(isOneOfMany ? { call: line } : { call: line, body: steady(call.body) });
  }
  return inOrder(changes);
}
