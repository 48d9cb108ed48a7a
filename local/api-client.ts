import type { Endpoint } from "@livechat/contract";
import type { z } from "zod";

export interface Sent<E extends Endpoint> {
  params?: z.input<E["params"]>;
  query?: z.input<E["query"]>;
  body?: z.input<E["body"]>;
  /** An agent's JWT or a visitor's session token. */
  token?: string;
}

/** The API refused a call. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    call: string,
  ) {
    super(`${call} answered ${status}: ${body}`);
  }
}

export interface Answered<T> {
  status: number;
  /** Parsed with the schema that the contract gives for this endpoint. */
  body: T;
}

/** Calls the endpoints of the contract, over the network or in process, whatever `fetch` does. */
export class ApiClient {
  constructor(
    private readonly base: string,
    private readonly fetch: (request: Request) => Response | Promise<Response> = globalThis.fetch,
  ) {}

  /** @throws Refused for a status of 400 and above; ZodError when the answer is not what the contract says */
  async call<E extends Endpoint>(
    endpoint: E,
    sent: Sent<E> = {},
  ): Promise<Answered<z.output<E["response"]>>> {
    const url = this.base + pathOf(endpoint, sent.params) + searchOf(sent.query);
    const hasBody = sent.body !== undefined;
    const request = new Request(url, {
      method: endpoint.method,
      headers: {
        ...(hasBody && { "Content-Type": "application/json" }),
        ...(sent.token !== undefined && { Authorization: `Bearer ${sent.token}` }),
      },
      ...(hasBody && { body: JSON.stringify(sent.body) }),
    });
    const { fetch } = this;
    const response = await fetch(request);
    const text = await response.text();
    if (!response.ok) throw new Refused(response.status, text, `${endpoint.method} ${url}`);
    const parsed = endpoint.contentTypes ? text : text === "" ? null : JSON.parse(text);
    const body = endpoint.response.parse(parsed);
    return { status: response.status, body: body as z.output<E["response"]> };
  }
}

function pathOf(endpoint: Endpoint, params: unknown): string {
  const values = (params ?? {}) as Record<string, string>;
  return endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

function searchOf(query: unknown): string {
  const search = new URLSearchParams(query as Record<string, string> | undefined).toString();
  return search === "" ? "" : `?${search}`;
}
