/** Makes one request pass the emulators. What they understand, and means something else than the API, stays as it is. */
export function letPass(request: { url: string; headers: Record<string, unknown> }): void;
