/** Faults that are ordered for the requests to come; tests use them to break uploads and to take the store away. */
export interface Faults {
  /** So many requests are answered 503. */
  unavailable: number;
  /** For each upload request to come: the connection is cut after so many bytes of its body. */
  cutUploadsAfterBytes: number[];
}

export const noFaults = (): Faults => ({ unavailable: 0, cutUploadsAfterBytes: [] });

/** The body of an upload, cut where a fault was ordered. */
export async function* withFaults(
  faults: Faults,
  body: AsyncIterable<Uint8Array>,
  cut: () => void,
): AsyncIterable<Uint8Array> {
  const limit = faults.cutUploadsAfterBytes.shift();
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (limit !== undefined && seen > limit) {
      yield chunk.subarray(0, chunk.length - (seen - limit));
      cut();
      throw new ConnectionCut();
    }
    yield chunk;
  }
}

/** The connection is gone, so there is nobody to answer. */
export class ConnectionCut extends Error {}
