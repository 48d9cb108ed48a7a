import { type Call, header, sendNothing } from "../server/call.ts";
import type { EmulatorContext } from "../server/context.ts";
import type { Session } from "./sessions.ts";

const EXPOSED =
  "Content-Length, Content-Type, Date, ETag, Location, Range, X-GUploader-UploadID, X-HTTP-Status-Code-Override";

/** The answers of a session may be read by pages of the origin that began it, whatever origin asks. */
export function corsOfSession({ origin }: Pick<Session, "origin">): Record<string, string> {
  if (origin === null) return {};
  return {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": EXPOSED,
    Vary: "Origin",
  };
}

/** A preflight of a session's address: only the initiating origin is let through. */
export function answerPreflight({ sessions }: EmulatorContext, call: Call): void {
  const session = sessions.find(call.query.get("upload_id") ?? "");
  const origin = header(call, "origin");
  if (session === undefined || origin === undefined || session.origin !== origin) {
    sendNothing(call, 200);
    return;
  }
  call.response.writeHead(200, {
    ...corsOfSession(session),
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": header(call, "access-control-request-headers") ?? "",
    "Access-Control-Max-Age": "3600",
    "Content-Length": 0,
  });
  call.response.end();
}
