import type { Bucket } from "../buckets/bucket.ts";
import { type Call, header, sendNothing } from "../server/call.ts";
import type { EmulatorContext, Handler } from "../server/context.ts";
import { StorageError } from "../server/storage-error.ts";
import { type Overrides, sendObject } from "./send-object.ts";
import { denied, isSigned, verifySignedUrl } from "./signed-url.ts";

const OVERRIDES: Readonly<Record<string, string>> = {
  "response-content-type": "Content-Type",
  "response-content-disposition": "Content-Disposition",
  "response-cache-control": "Cache-Control",
};

/** `GET` and `HEAD /{bucket}/{object}` with a signed address; without a signature nothing is readable here. */
export const readSigned: Handler = async (context, call) => {
  const { request, path, query } = call;
  const [bucketName = "", objectName = ""] = call.params;
  if (!isSigned(query))
    throw denied("AccessDenied", "Anonymous caller does not have storage.objects.get access.");
  verifySignedUrl(
    { method: request.method ?? "", path, query, headers: request.headers },
    { signers: context.signers, now: context.storage.clock() },
  );
  const bucket = findBucket(context, bucketName);
  if (bucket !== undefined) allowOrigin(call, bucket);
  const object = bucket?.objects.get(objectName);
  const generation = query.get("generation");
  if (object === undefined || (generation !== null && Number(generation) !== object.generation)) {
    throw new StorageError(404, "NoSuchKey", "The specified key does not exist.");
  }
  await sendObject(context, call, { object, overrides: overridesOf(query) });
};

/** A preflight of the XML API: the bucket's CORS configuration answers. */
export function answerBucketPreflight(context: EmulatorContext, call: Call): void {
  const bucket = findBucket(context, call.params[0] ?? "");
  const rule = bucket && ruleFor(bucket, call, header(call, "access-control-request-method"));
  if (rule === undefined) {
    sendNothing(call, 200);
    return;
  }
  call.response.writeHead(200, {
    "Access-Control-Allow-Origin": header(call, "origin"),
    "Access-Control-Allow-Methods": rule.method.join(", "),
    "Access-Control-Allow-Headers": rule.responseHeader.join(", "),
    "Access-Control-Max-Age": String(rule.maxAgeSeconds),
    Vary: "Origin",
    "Content-Length": 0,
  });
  call.response.end();
}

function overridesOf(query: URLSearchParams): Overrides {
  const found: Record<string, string> = {};
  for (const [parameter, name] of Object.entries(OVERRIDES)) {
    const value = query.get(parameter);
    if (value !== null) found[name] = value;
  }
  return found;
}

function allowOrigin(call: Call, bucket: Bucket): void {
  const rule = ruleFor(bucket, call, call.request.method);
  if (rule === undefined) return;
  call.response.setHeader("Access-Control-Allow-Origin", header(call, "origin") ?? "");
  call.response.setHeader("Access-Control-Expose-Headers", rule.responseHeader.join(", "));
  call.response.setHeader("Vary", "Origin");
}

function ruleFor(bucket: Bucket, call: Call, method: string | undefined) {
  const origin = header(call, "origin");
  if (origin === undefined || method === undefined) return undefined;
  return bucket.cors.find(
    (rule) =>
      (rule.origin.includes("*") || rule.origin.includes(origin)) &&
      (rule.method.includes("*") || rule.method.includes(method)),
  );
}

function findBucket({ storage }: EmulatorContext, name: string): Bucket | undefined {
  return storage.buckets.find((bucket) => bucket.name === name);
}
