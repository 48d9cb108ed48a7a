import { ChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";

/** What pages of every allowed origin may read. */
const PROBED = "/v1/widget/config";
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Whether the service is there and lets no page of this origin read its answers: then the error that says so. Browsers do
 * not tell that from a lost connection: asked is what any page may read, and then the same in a way in which no page reads
 * the answer.
 */
export async function refusedOrigin(base: string, platform: Platform): Promise<ChatError | null> {
  const { fetch, network, clock } = platform;
  if (base === "" || !network.isOnline()) return null;
  const answers = async (mode: RequestMode): Promise<boolean> => {
    const controller = new AbortController();
    const stop = clock.after(PROBE_TIMEOUT_MS, () => controller.abort());
    const { signal } = controller;
    try {
      await fetch(`${base}${PROBED}`, { mode, credentials: "omit", cache: "no-store", signal });
      return true;
    } catch {
      return false;
    } finally {
      stop();
    }
  };
  const isRefused = !(await answers("cors")) && (await answers("no-cors"));
  return isRefused ? new ChatError("refused_origin", "Pages of this origin may not use the service.") : null;
}
