import { objectResource } from "../buckets/stored-object.ts";
import { withFaults } from "../control/faults.ts";
import { bodyOf, type Call, header, sendJson } from "../server/call.ts";
import type { EmulatorContext, Handler } from "../server/context.ts";
import { invalid, type StorageError } from "../server/storage-error.ts";
import { type ContentRange, parseContentRange } from "./content-range.ts";
import { checkChecksums } from "./new-object.ts";
import { SessionBody } from "./session-body.ts";
import { corsOfSession } from "./session-cors.ts";
import type { Session } from "./sessions.ts";

/** What the client gets when it ends an upload by `DELETE`. */
const CANCELLED_STATUS = 499;

/** `PUT` to a session's address: bytes, or the question how many have arrived. */
export const continueSession: Handler = async (context, call) => {
  const session = context.sessions.get(call.query.get("upload_id") ?? "");
  for (const [name, value] of Object.entries(corsOfSession(session))) call.response.setHeader(name, value);
  const range = parseContentRange(header(call, "content-range"));
  if (session.finished === null) await receive(context, call, { session, range });
  if (session.finished !== null) return sendJson(call, objectResource(session.finished));
  sendIncomplete(call, session);
};

/** `DELETE` of a session's address. */
export const cancelSession: Handler = async ({ sessions }, call) => {
  const session = sessions.get(call.query.get("upload_id") ?? "");
  await sessions.cancel(session);
  call.response.writeHead(CANCELLED_STATUS, { "Content-Length": 0, ...corsOfSession(session) });
  call.response.end();
};

interface Sending {
  readonly session: Session;
  readonly range: ContentRange | null;
}

async function receive(context: EmulatorContext, call: Call, { session, range }: Sending): Promise<void> {
  // A client that lost its connection comes back before the loss is noticed here: the newer request counts.
  await session.interrupt?.();
  const total = totalOf(session, range);
  if (range?.kind === "status") {
    if (total !== null && session.writer.size === total) await finish(context, session);
    return;
  }
  const body = new SessionBody(session.writer, { start: range?.start ?? 0, ...limits(call, session, range) });
  if (body.leavesGap) return;
  const ended = body.readFrom(withFaults(context.faults, bodyOf(call), () => call.request.destroy()));
  session.interrupt = () => {
    call.request.destroy();
    return ended.then(
      () => {},
      () => {},
    );
  };
  try {
    await ended;
  } finally {
    session.interrupt = null;
  }
  const isWhole = total === null ? isLastRequest(range) : body.reached === total;
  if (!isWhole) return;
  await body.flush();
  await finish(context, session);
}

/** @throws StorageError 400 when the client now names another length than it declared */
function totalOf({ declaredBytes }: Session, range: ContentRange | null): number | null {
  const named = range?.total ?? null;
  if (named !== null && declaredBytes !== null && named !== declaredBytes) {
    throw invalid(`The upload was declared with ${declaredBytes} bytes, not ${named}.`);
  }
  return named ?? declaredBytes;
}

/** The first offset that may not be written. @throws StorageError 400 when the request would go beyond */
function limits(call: Call, session: Session, range: ContentRange | null): { limit: number } {
  const total = totalOf(session, range);
  const end = range?.kind === "bytes" && range.end !== null ? range.end + 1 : null;
  const limit = Math.min(total ?? Number.POSITIVE_INFINITY, end ?? Number.POSITIVE_INFINITY);
  const start = range?.kind === "bytes" ? range.start : 0;
  const length = header(call, "content-length");
  if (length !== undefined && start + Number(length) > limit) throw tooManyBytes(limit);
  return { limit };
}

const tooManyBytes = (limit: number): StorageError =>
  invalid(`More than the ${limit} bytes that were declared.`);

/** Without a known total the end of the request is the end of the object, unless it says where it ends itself. */
const isLastRequest = (range: ContentRange | null): boolean =>
  range === null || (range.kind === "bytes" && range.end === null);

async function finish({ storage, sessions }: EmulatorContext, session: Session): Promise<void> {
  try {
    checkChecksums(session.expected, session.writer);
  } catch (error) {
    await sessions.cancel(session);
    throw error;
  }
  session.finished = await storage.put(session.asked, session.writer);
}

/** 308, which Cloud Storage means as "Resume Incomplete"; `Range` is missing while nothing has arrived. */
function sendIncomplete(call: Call, session: Session): void {
  const hidesStatus = header(call, "x-guploader-no-308") === "yes";
  const { size } = session.writer;
  call.response.writeHead(hidesStatus ? 200 : 308, {
    "Content-Length": 0,
    ...(hidesStatus && { "X-HTTP-Status-Code-Override": "308" }),
    ...(size > 0 && { Range: `bytes=0-${size - 1}` }),
  });
  call.response.end();
}
