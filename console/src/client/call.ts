import type { AgentClient } from "@livechat/chat-client";
import { useCallback } from "react";
import type { z } from "zod";
import { useClient } from "./context.tsx";
import { CALLS, type CallName, type Contract } from "./endpoints.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Sent<N extends CallName> {
  params?: z.input<Contract[N]["params"]>;
  query?: z.input<Contract[N]["query"]>;
  body?: z.input<Contract[N]["body"]>;
}

export type Response<N extends CallName> = z.output<Contract[N] extends { response: infer R } ? R : never>;

export type Call = <N extends CallName>(name: N, sent?: Sent<N>) => Promise<Response<N>>;

/** The path with its parameters and what is asked for; what is undefined is left out. */
export function addressOf(path: string, params: object = {}, query: object = {}): string {
  const values = params as Record<string, string>;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return search === "" ? filled : `${filled}?${search}`;
}

/** @throws ChatError as the API answered, for the page to show. */
export function callOf(client: AgentClient): Call {
  return (name, sent = {}) => {
    const [method = "GET", path = ""] = CALLS[name].split(" ");
    const { params, query, body } = sent as { params?: object; query?: object; body?: object };
    return client.request(method as Method, addressOf(path, params, query), body);
  };
}

export function useCall(): Call {
  const client = useClient();
  return useCallback(((name, sent) => callOf(client)(name, sent)) as Call, [client]);
}
