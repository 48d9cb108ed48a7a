import type { ErrorBody } from "@livechat/contract";
import { ChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";

const TIMEOUT_MS = 30_000;
const MAX_KEEPALIVE_CHARS = 16_000;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

function isErrorBody(body: unknown): body is ErrorBody {
  const error = (body as { error?: { type?: unknown } } | null)?.error;
  return typeof error === "object" && error !== null && typeof error.type === "string";
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Something between us and the API answered, a proxy for example: whether it may pass is told by the status. */
function strangeAnswer(status: number): ChatError {
  const type = status >= 500 || status === 404 ? "service_unavailable" : "internal";
  return new ChatError(type, `The service answered ${status}.`, { status });
}

/** An answer whose body has been read. */
interface Answer {
  response: Response;
  text: string;
}

function errorOf({ response, text }: Answer): ChatError {
  const body = parse(text);
  if (!isErrorBody(body)) return strangeAnswer(response.status);
  const { type, message, ...facts } = body.error;
  const seconds = Number(response.headers.get("Retry-After"));
  const retry = seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
  return new ChatError(type, message, { status: response.status, ...facts, ...retry });
}

/** The REST API with one caller's token. */
export class Api {
  /** The bearer token of the calls. */
  token: string | null = null;
  /**
   * How far the server's clock is ahead of this device's, in milliseconds, by what it answered last; off by as much as caches
   * may keep an answer. 0 while nothing is known of it.
   */
  aheadMs = 0;

  constructor(
    private readonly base: string,
    private readonly platform: Platform,
    /** Why no answer came, where that can be found out; null: nothing else is known. */
    private readonly explain?: (base: string, platform: Platform) => Promise<ChatError | null>,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call("GET", path);
  }

  post<T>(path: string, body?: object): Promise<T> {
    return this.call("POST", path, body);
  }

  put<T>(path: string, body?: object): Promise<T> {
    return this.call("PUT", path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.call("PATCH", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.call("DELETE", path);
  }

  /** What is answered as text: a transcript. @throws ChatError */
  async getText(path: string): Promise<string> {
    const answer = await this.send("GET", path);
    if (!answer.response.ok) throw errorOf(answer);
    return answer.text;
  }

  /** @throws ChatError as the API answered, `network` when no answer came within 30 s. */
  async call<T>(method: Method, path: string, body?: object): Promise<T> {
    const answer = await this.send(method, path, body);
    if (!answer.response.ok) throw errorOf(answer);
    const parsed = parse(answer.text);
    if (parsed === undefined) throw strangeAnswer(answer.response.status);
    return parsed as T;
  }

  private async send(method: Method, path: string, body?: object): Promise<Answer> {
    const { clock, fetch } = this.platform;
    const sent = body && JSON.stringify(body);
    const controller = new AbortController();
    const stop = clock.after(TIMEOUT_MS, () => controller.abort());
    try {
      const response = await fetch(`${this.base}${path}`, {
        method,
        credentials: "omit",
        // What a page says while it is being left still arrives. Browsers allow few bytes for that.
        keepalive: method !== "GET" && (sent?.length ?? 0) < MAX_KEEPALIVE_CHARS,
        cache: "no-store",
        signal: controller.signal,
        headers: {
          ...(body && { "Content-Type": "application/json" }),
          ...(this.token && { Authorization: `Bearer ${this.token}` }),
        },
        ...(sent && { body: sent }),
      });
      this.compareClocks(response);
      return { response, text: await response.text() };
    } catch (cause) {
      throw (
        (await this.explain?.(this.base, this.platform)) ??
        new ChatError("network", "The service cannot be reached.", { cause })
      );
    } finally {
      stop();
    }
  }

  private compareClocks({ headers }: Response): void {
    const date = Date.parse(headers.get("Date") ?? "");
    if (date) this.aheadMs = date - this.platform.clock.now();
  }
}
