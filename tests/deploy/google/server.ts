import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** One request as Google would have got it. */
export interface Call {
  readonly method: string;
  /** The API's host name, such as `firestore.googleapis.com`. */
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON, or how many bytes of anything else came. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Google's refusal: status, and the message in Google's error body. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const notThere = (what: string): Refusal => new Refusal(404, `${what} was not found.`);

export interface Asked {
  /** The named parts of the path. */
  readonly at: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of fifteen APIs, compared as a whole with a record
  readonly body: any;
  readonly bytes: Buffer;
}

type Handler = (asked: Asked) => unknown;

export interface Route {
  readonly pattern: RegExp;
  readonly answer: Handler;
}

/**
 * A route such as `GET firestore.googleapis.com/v1/projects/{p}/databases/{d}`; `{name}` is one part of the path
 * without a colon, `{name*}` is the rest of it.
 */
export function on(pattern: string, answer: Handler): Route {
  const source = pattern
    .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(\w+)\\\*\}/g, "(?<$1>.+)")
    .replace(/\{(\w+)\}/g, "(?<$1>[^/:]+)");
  return { pattern: new RegExp(`^${source}$`), answer };
}

/** Answers that are no JSON: what Hosting serves. */
export class Raw {
  constructor(
    readonly status: number,
    readonly headers: Record<string, string>,
    readonly body: Buffer,
  ) {}
}

/** Which requests fail once, in the order of asking: used up by the first one that matches. */
export interface Fault {
  readonly matches: RegExp;
  readonly refusal: Refusal;
}

/** Origins that the CLI takes from no variable. It goes on without their answer. */
const HARD_CODED = ["iam.googleapis.com:443"];

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseBody(bytes: Buffer, type: string | undefined): unknown {
  if (bytes.length === 0) return undefined;
  if (type?.includes("urlencoded")) return Object.fromEntries(new URLSearchParams(bytes.toString("utf8")));
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return `${bytes.length} bytes`;
  }
}

/**
 * A proxy that answers for Google instead of asking it. Clients speak to `http://<api's own host>` through it, by
 * plain requests or through CONNECT. Whatever has no route is refused with 501 and kept in `unknown`; a connection
 * to any host by TLS is kept there too, so that nothing leaves this machine unseen.
 */
export class GoogleServer {
  readonly calls: Call[] = [];
  readonly unknown: string[] = [];
  readonly faults: Fault[] = [];
  #server: Server;
  #sockets = new Set<Socket>();

  private constructor(private readonly routes: readonly Route[]) {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("connect", (request: IncomingMessage, socket: Socket) => {
      if (!request.url?.endsWith(":80")) {
        // The CLI asks elsewhere too (its news, the registry of packages); an API of Google is asked here or not at all.
        if (request.url?.includes("googleapis.com") && !HARD_CODED.includes(request.url)) {
          this.unknown.push(`CONNECT ${request.url}`);
        }
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        return;
      }
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      this.#server.emit("connection", socket);
    });
  }

  static async start(routes: readonly Route[]): Promise<GoogleServer> {
    const google = new GoogleServer(routes);
    await new Promise<void>((resolve) => google.#server.listen(0, "127.0.0.1", resolve));
    return google;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const bytes = await bytesOf(request);
    const body = parseBody(bytes, request.headers["content-type"]);
    const query = Object.fromEntries(url.searchParams);
    const path = decodeURIComponent(url.pathname).replace(/\/+/g, "/");
    const { method = "GET", headers } = request;
    this.calls.push({ method, host: url.hostname, path, query, body, headers });
    const line = `${method} ${url.hostname}${path}`;
    try {
      this.#failIfAsked(line);
      return asJson(await this.#route(line, { query, body, bytes }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message } = error;
      const code = status === 404 ? "NOT_FOUND" : status === 409 ? "ALREADY_EXISTS" : "INTERNAL";
      return { ...asJson({ error: { code: status, message, status: code } }), status };
    }
  }

  #failIfAsked(line: string): void {
    const index = this.faults.findIndex(({ matches }) => matches.test(line));
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault) throw fault.refusal;
  }

  async #route(line: string, asked: Omit<Asked, "at">): Promise<unknown> {
    for (const { pattern, answer } of this.routes) {
      const match = pattern.exec(line);
      if (match) return answer({ ...asked, at: match.groups ?? {} });
    }
    this.unknown.push(line);
    throw new Refusal(501, `The fake does not know ${line}.`);
  }
}

function asJson(answer: unknown): { status: number; headers: Record<string, string>; body: Buffer } {
  if (answer instanceof Raw) return answer;
  return {
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: Buffer.from(JSON.stringify(answer ?? {})),
  };
}
