/** Makes one request pass the emulators. Anything but a request to the API stays as it is. */
export function letPass(request: { url?: string; headers: Record<string, unknown> }): void;
