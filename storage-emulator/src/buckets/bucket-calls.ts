import { readJson, sendJson, sendNothing } from "../server/call.ts";
import type { Handler } from "../server/context.ts";
import { invalid } from "../server/storage-error.ts";
import { bucketResource, type CorsRule } from "./bucket.ts";

/** `GET /storage/v1/b` */
export const listBuckets: Handler = ({ storage }, call) => {
  const prefix = call.query.get("prefix") ?? "";
  const items = storage.buckets.filter(({ name }) => name.startsWith(prefix)).map(bucketResource);
  sendJson(call, { kind: "storage#buckets", ...(items.length > 0 && { items }) });
};

/** `POST /storage/v1/b` */
export const createBucket: Handler = async ({ storage }, call) => {
  const { name, cors } = await readJson(call);
  sendJson(call, bucketResource(storage.createBucket(String(name ?? ""), parseCors(cors))));
};

/** `GET /storage/v1/b/{bucket}` */
export const getBucket: Handler = ({ storage }, call) => {
  sendJson(call, bucketResource(storage.bucket(call.params[0] ?? "")));
};

/** `PATCH /storage/v1/b/{bucket}`: only `cors` has an effect. */
export const patchBucket: Handler = async ({ storage }, call) => {
  const { cors } = await readJson(call);
  const bucket = storage.bucket(call.params[0] ?? "");
  if (cors !== undefined) bucket.cors = parseCors(cors);
  sendJson(call, bucketResource(bucket));
};

/** `DELETE /storage/v1/b/{bucket}` */
export const deleteBucket: Handler = ({ storage }, call) => {
  storage.deleteBucket(call.params[0] ?? "");
  sendNothing(call);
};

const DEFAULT_MAX_AGE_SECONDS = 3_600;

/** @throws StorageError 400 when it is no CORS configuration */
export function parseCors(value: unknown): CorsRule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid("Invalid value for cors.");
  return value.map((rule: Record<string, unknown>) => ({
    origin: texts(rule.origin),
    method: texts(rule.method),
    responseHeader: texts(rule.responseHeader),
    maxAgeSeconds: Number(rule.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS),
  }));
}

function texts(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw invalid("Invalid value for cors.");
}
