/** Calls one of the emulator's HTTP endpoints and reads the answer as JSON where it is JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** @param target of the running emulator; @param body sent as it is when a string, else as JSON */
export async function callEndpoint(
  target: { host: string; port: number },
  [method, path]: [method: string, path: string],
  body?: unknown,
): Promise<HttpAnswer> {
  const response = await fetch(`http://${target.host}:${target.port}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const contentType = response.headers.get("content-type") ?? "";
  const json = contentType.startsWith("application/json")
    ? (JSON.parse(text) as Record<string, unknown>)
    : {};
  return { status: response.status, contentType, text, json };
}
