import { HashedWriter } from "../bytes/hashed-writer.ts";
import { type Call, header, readJson } from "../server/call.ts";
import type { EmulatorContext } from "../server/context.ts";
import { invalid } from "../server/storage-error.ts";
import { expectedChecksums, newObject } from "./new-object.ts";
import { corsOfSession } from "./session-cors.ts";
import { SESSION_LIFETIME_MS } from "./sessions.ts";

/** Begins a resumable upload: 200 with the session's address in `Location`. */
export async function startSession(context: EmulatorContext, call: Call): Promise<void> {
  const metadata = await readJson(call);
  const asked = newObject(call, metadata, header(call, "x-upload-content-type"));
  const declaredBytes = declaredLength(header(call, "x-upload-content-length"));
  context.storage.checkNew(asked);
  await context.sessions.prune();
  const writer = await HashedWriter.create(context.storage.blobs);
  const origin = header(call, "origin") ?? null;
  const expected = expectedChecksums(metadata);
  const session = context.sessions.begin(
    { asked, declaredBytes, origin, expected, writer },
    SESSION_LIFETIME_MS,
  );
  const query = new URLSearchParams({ uploadType: "resumable", name: asked.name, upload_id: session.id });
  call.response.writeHead(200, {
    Location: `http://${header(call, "host")}${call.path}?${query}`,
    "X-GUploader-UploadID": session.id,
    "Content-Length": 0,
    ...corsOfSession(session),
  });
  call.response.end();
}

function declaredLength(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) throw invalid(`Invalid X-Upload-Content-Length: ${text}`);
  return Number(text);
}
