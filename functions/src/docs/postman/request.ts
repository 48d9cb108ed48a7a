import type { endpoints } from "@livechat/contract";

/** One request of the collection. Texts may hold `{{variables}}`. */
export interface PostmanRequest {
  endpoint: keyof typeof endpoints;
  /** Default: the endpoint's summary. */
  name?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** The variable with the bearer token; null sends none. Default: jwt_token. */
  token?:
    | "jwt_token"
    | "agent_token"
    | "other_token"
    | "session_token"
    | "throwaway_token"
    | "api_key"
    | "bot_key"
    | null;
  status: number;
  /** The other status that may come, where it depends on what is set up. */
  orStatus?: number;
  /** Lines of script that run before the request is sent. */
  before?: string[];
  /** Variables that the answer sets: variable name to path in the answer. */
  sets?: Record<string, string>;
  /** More lines of test script; `answer` is the parsed body. */
  tests?: string[];
}
