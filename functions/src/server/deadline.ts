import { ChatError } from "../platform/error.ts";

/** Firebase Hosting gives up after 60 s, with a page of its own. */
const DEADLINE_MILLIS = 55_000;

/**
 * The result of the work, if it comes in time: the database's client goes on trying for ten minutes when nothing
 * answers there. What it does after the deadline may still be stored, as with any answer that is lost on the way.
 * @throws ChatError `service_unavailable` at the deadline.
 */
export async function withinDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooLate = new ChatError("service_unavailable", "This took too long. Try again.", {
      retryAfterSeconds: 5,
    });
    timer = setTimeout(() => reject(tooLate), DEADLINE_MILLIS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
