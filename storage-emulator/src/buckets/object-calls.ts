import { HashedWriter } from "../bytes/hashed-writer.ts";
import { sendObject } from "../reads/send-object.ts";
import { type Call, readJson, sendJson, sendNothing } from "../server/call.ts";
import type { EmulatorContext, Handler } from "../server/context.ts";
import { invalid } from "../server/storage-error.ts";
import { listObjects } from "./list-objects.ts";
import { checkPreconditions, parsePreconditions } from "./preconditions.ts";
import { objectResource, type StoredObject, withFields } from "./stored-object.ts";

/** `GET /storage/v1/b/{bucket}/o` */
export const listBucket: Handler = ({ storage }, call) => {
  sendJson(call, listObjects(storage.bucket(call.params[0] ?? ""), call.query));
};

/** `GET /storage/v1/b/{bucket}/o/{object}`: what it is, or with `alt=media` its bytes. */
export const getObject: Handler = async (context, call) => {
  const object = addressed(context, call);
  if (call.query.get("alt") === "media") return sendObject(context, call, { object });
  sendJson(call, objectResource(object));
};

/** `PATCH` and `PUT /storage/v1/b/{bucket}/o/{object}` */
export const patchObject: Handler = async (context, call) => {
  const changes = await readJson(call);
  sendJson(call, objectResource(await context.storage.update(addressed(context, call), changes)));
};

/** `DELETE /storage/v1/b/{bucket}/o/{object}` */
export const deleteObject: Handler = async (context, call) => {
  await context.storage.delete(addressed(context, call));
  sendNothing(call);
};

/** `POST .../o/{object}/rewriteTo/b/{bucket}/o/{object}`, always done in one call; `copyTo` likewise. */
export const rewriteObject: Handler = async (context, call) => {
  const [, , bucket = "", name = ""] = call.params;
  const metadata = await readJson(call);
  const source = sourceOf(context, call);
  const fields = withFields(source.fields, metadata);
  const writer = await HashedWriter.create(context.storage.blobs);
  for await (const bytes of context.storage.read(source)) await writer.write(bytes);
  const asked = { bucket, name, fields, conditions: parsePreconditions(call.query) };
  const object = objectResource(await context.storage.put(asked, writer));
  if (call.path.includes("/copyTo/")) return sendJson(call, object);
  sendJson(call, {
    kind: "storage#rewriteResponse",
    totalBytesRewritten: String(source.size),
    objectSize: String(source.size),
    done: true,
    resource: object,
  });
};

/** The object of the path, of the asked generation, with all conditions met. */
function addressed({ storage }: EmulatorContext, call: Call): StoredObject {
  const [bucket = "", name = ""] = call.params;
  const object = storage.object(bucket, name, askedGeneration(call.query.get("generation")));
  checkPreconditions(parsePreconditions(call.query), object);
  return object;
}

function sourceOf({ storage }: EmulatorContext, call: Call): StoredObject {
  const [bucket = "", name = ""] = call.params;
  return storage.object(bucket, name, askedGeneration(call.query.get("sourceGeneration")));
}

function askedGeneration(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (!/^\d{1,20}$/.test(text)) throw invalid(`Invalid value for generation: "${text}".`);
  return Number(text);
}
