import type { CloudTasksClient } from "@google-cloud/tasks";

type Options = NonNullable<ConstructorParameters<typeof CloudTasksClient>[0]>;

interface CreateTaskBody {
  task?: { httpRequest?: { url?: string; oidcToken?: unknown } };
}

const STATUS_NAMES: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
};

/** The emulator knows its functions' addresses itself and checks no tokens. */
function toEmulatorBody(body: string): string {
  const request = JSON.parse(body) as CreateTaskBody;
  if (request.task?.httpRequest) {
    request.task.httpRequest.url = "";
    delete request.task.httpRequest.oidcToken;
  }
  return JSON.stringify(request);
}

/** Unwraps `{task}` and turns the emulator's plain-text refusals into Google's JSON error shape. */
async function toGoogleResponse(response: Response): Promise<Response> {
  const text = await response.text();
  if (response.ok) {
    const { task } = JSON.parse(text) as { task: { name: string } };
    return Response.json({ name: task.name }, { status: response.status });
  }
  const status = STATUS_NAMES[response.status] ?? "UNAVAILABLE";
  return Response.json(
    { error: { code: response.status, message: text, status } },
    { status: response.status },
  );
}

/** What the client takes for its authentication: it sends every request through `fetch`, without credentials here. */
const emulatorAuth = {
  universeDomain: "googleapis.com",
  getClient: async () => emulatorAuth,
  getRequestHeaders: async () => new Headers(),
  fetch: async (url: string, request: RequestInit) => {
    const address = url.replace("/v2/projects/", "/projects/");
    const body = typeof request.body === "string" ? toEmulatorBody(request.body) : null;
    return toGoogleResponse(await fetch(address, { ...request, body }));
  },
};

/**
 * A real Cloud Tasks client that talks to the Firebase CLI's tasks emulator at `host:port`. The emulator's routes,
 * bodies and errors differ slightly from the API's; the differences are evened out on the wire, so that the code
 * that creates tasks is the same in production.
 */
export function emulatorTasksClient(Client: typeof CloudTasksClient, address: string): CloudTasksClient {
  const [host, port] = address.split(":");
  if (!host || !port) throw new Error("CLOUD_TASKS_EMULATOR_HOST is not set: start the tasks emulator.");
  return new Client({
    fallback: true,
    protocol: "http",
    apiEndpoint: host,
    port: Number(port),
    auth: emulatorAuth as unknown as NonNullable<Options["auth"]>,
  });
}
