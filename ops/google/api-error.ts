/** Google refused a call, or could not be reached. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 where there was no answer. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What the call answers, or null where Google says that there is no such thing. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
