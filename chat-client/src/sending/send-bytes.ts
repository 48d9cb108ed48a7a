import { ChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";

/** Cloud Storage takes pieces of multiples of this; the last one may be shorter. */
const PIECE_BYTES = 256 * 1024;
const LARGEST_PIECE_BYTES = 8 * 1024 * 1024;
/** A piece that takes less makes the next one larger: progress is still seen, with fewer requests. */
const QUICK_MS = 1_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** So many failures in a row without a byte of progress: the person decides what then. */
const MOST_FAILURES = 8;

export interface BytesToSend {
  /** A resumable upload session of Cloud Storage. */
  readonly url: string;
  readonly bytes: Blob;
  readonly platform: Pick<Platform, "fetch" | "clock" | "network">;
  readonly signal: AbortSignal;
  /** Told how many bytes have arrived. */
  onProgress(arrived: number): void;
}

/** What the store says: everything is there, or it goes on from an offset. */
type Arrived = { readonly isWhole: true } | { readonly isWhole: false; readonly offset: number | null };

/**
 * Sends bytes to an upload session, in pieces. After a break it asks how much has arrived and goes on from there.
 * Source: https://cloud.google.com/storage/docs/performing-resumable-uploads
 * @throws ChatError `network` when the connection stays lost, `not_allowed` when the store refuses the bytes; the
 * signal's reason when it is aborted
 */
export async function sendBytes(asked: BytesToSend): Promise<void> {
  const { bytes, onProgress, platform } = asked;
  let offset = 0;
  let piece = PIECE_BYTES;
  let failures = 0;
  let isLost = false;
  for (;;) {
    asked.signal.throwIfAborted();
    const end = Math.min(offset + piece, bytes.size);
    const began = platform.clock.now();
    const arrived = isLost ? await ask(asked) : await put(asked, offset, end);
    if (arrived === null) {
      failures += 1;
      if (failures > MOST_FAILURES) throw new ChatError("network", "The file store cannot be reached.");
      await pause(asked, failures);
      isLost = true;
      piece = PIECE_BYTES;
      continue;
    }
    if (arrived.isWhole) return onProgress(bytes.size);
    // Where a page may not read the answer's Range, a piece that was answered has arrived.
    const reached = arrived.offset ?? (isLost ? 0 : end);
    if (reached > offset) failures = 0;
    offset = reached;
    onProgress(offset);
    if (!isLost && platform.clock.now() - began < QUICK_MS) piece = Math.min(piece * 2, LARGEST_PIECE_BYTES);
    isLost = false;
  }
}

/** null: no answer, or one that may be another the next time. */
function put({ bytes, ...asked }: BytesToSend, start: number, end: number): Promise<Arrived | null> {
  const range = `bytes ${start}-${end - 1}/${bytes.size}`;
  return call(asked, range, bytes.slice(start, end));
}

function ask({ bytes, ...asked }: BytesToSend): Promise<Arrived | null> {
  return call(asked, `bytes */${bytes.size}`, null);
}

async function call(
  { url, platform, signal }: Omit<BytesToSend, "bytes">,
  range: string,
  body: Blob | null,
): Promise<Arrived | null> {
  const headers = { "Content-Range": range };
  const response = await platform
    .fetch(url, { method: "PUT", credentials: "omit", headers, signal, body })
    .catch(() => null);
  signal.throwIfAborted();
  if (response === null || response.status >= 500 || response.status === 429) return null;
  if (response.ok) return { isWhole: true };
  if (response.status === 308) return { isWhole: false, offset: offsetOf(response.headers.get("Range")) };
  throw new ChatError("not_allowed", `The file store answered ${response.status}.`, {
    status: response.status,
  });
}

function offsetOf(range: string | null): number | null {
  const last = /^bytes=0-(\d+)$/.exec(range ?? "")?.[1];
  return last === undefined ? null : Number(last) + 1;
}

/** Until the pause is over, or the network is back. */
function pause({ platform, signal }: BytesToSend, failures: number): Promise<void> {
  return new Promise((resolve) => {
    const millis = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    const done = () => {
      stopTimer();
      stopNetwork();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const stopTimer = platform.clock.after(millis, done);
    const stopNetwork = platform.network.onChange((isOnline) => isOnline && done());
    signal.addEventListener("abort", done);
  });
}
