import type { NewObject } from "../buckets/storage.ts";
import { objectResource } from "../buckets/stored-object.ts";
import { HashedWriter } from "../bytes/hashed-writer.ts";
import { withFaults } from "../control/faults.ts";
import { bodyOf, type Call, header, sendJson } from "../server/call.ts";
import type { EmulatorContext, Handler } from "../server/context.ts";
import { invalid } from "../server/storage-error.ts";
import { MultipartBody } from "./multipart-body.ts";
import { checkChecksums, expectedChecksums, newObject } from "./new-object.ts";
import { startSession } from "./start-session.ts";

/** `POST /upload/storage/v1/b/{bucket}/o?uploadType=media|multipart|resumable`. */
export const startUpload: Handler = async (context, call) => {
  const type = call.query.get("uploadType");
  if (type === "resumable") return startSession(context, call);
  if (type === "multipart") return uploadMultipart(context, call);
  if (type === "media") return uploadMedia(context, call);
  throw invalid(`Invalid value for uploadType: "${type}".`);
};

async function uploadMedia(context: EmulatorContext, call: Call): Promise<void> {
  const asked = newObject(call, {}, header(call, "content-type"));
  await store(context, call, { asked, body: bodyOf(call), expected: {} });
}

async function uploadMultipart(context: EmulatorContext, call: Call): Promise<void> {
  const multipart = new MultipartBody(header(call, "content-type"), bodyOf(call));
  const metadata = await multipart.metadata();
  const media = await multipart.media();
  const asked = newObject(call, metadata, media.contentType);
  await store(context, call, { asked, body: media.bytes, expected: expectedChecksums(metadata) });
}

interface Upload {
  readonly asked: NewObject;
  readonly body: AsyncIterable<Uint8Array>;
  readonly expected: { md5Hash?: string; crc32c?: string };
}

/** All or nothing: a body that breaks off leaves no object. */
async function store(context: EmulatorContext, call: Call, upload: Upload): Promise<void> {
  const { storage, faults } = context;
  storage.checkNew(upload.asked);
  const writer = await HashedWriter.create(storage.blobs);
  try {
    for await (const bytes of withFaults(faults, upload.body, () => call.request.destroy())) {
      await writer.write(bytes);
    }
    checkChecksums(upload.expected, writer);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  sendJson(call, objectResource(await storage.put(upload.asked, writer)));
}
