const PAUSE_MS = 250;
const ATTEMPT_TIMEOUT_MS = 10_000;

export interface Awaited {
  /** For the message: "the API". */
  what: string;
  url: string;
  /** GET unless given. */
  request?: RequestInit;
}

/**
 * Asks until the address answers with a 2xx status.
 * @throws when `signal` is aborted before, with its reason
 */
export async function awaitAnswer({ what, url, request }: Awaited, signal: AbortSignal): Promise<void> {
  let last = "no answer";
  while (!signal.aborted) {
    try {
      const timeout = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
      const response = await fetch(url, { ...request, signal: timeout });
      const body = await response.text();
      if (response.ok) return;
      last = `${response.status} ${body.slice(0, 300)}`;
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const reason: unknown = signal.reason;
  throw new Error(
    `${what} did not answer at ${url} (${last}). ${reason instanceof Error ? reason.message : String(reason)}`,
  );
}
