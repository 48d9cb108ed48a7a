import { invalidArgument } from "../model/status.ts";
import { WEBCHANNEL_LIMITS } from "./limits.ts";

/** A message of the forward channel. Numbers count up from 0 in each session. */
export interface ForwardMessage {
  readonly number: number;
  /** The text of `__data__`: JSON. */
  readonly data: string;
}

export interface ForwardBody {
  readonly messages: readonly ForwardMessage[];
  /** HTTP headers that the client put into the body of the handshake, to save a CORS preflight. Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
}

/**
 * Parses `headers=...&count=2&ofs=5&req0___data__=...&req1___data__=...`, the form-encoded body of
 * WebChannel's forward channel (goog.labs.net.webChannel.WireV8). Throws INVALID_ARGUMENT.
 */
export function parseForwardBody(body: string): ForwardBody {
  const form = new URLSearchParams(body);
  const headers = parseHeaderLines(form.get("headers") ?? "");
  const count = wholeNumber(form.get("count") ?? "0", "count");
  const offset = wholeNumber(form.get("ofs") ?? "0", "ofs");
  if (count > WEBCHANNEL_LIMITS.MAX_MESSAGES_PER_POST)
    throw invalidArgument("Too many messages in one request.");
  const messages: ForwardMessage[] = [];
  for (const [key, data] of form) {
    const match = /^req(\d{1,15})___data__$/.exec(key);
    if (match !== null) messages.push({ number: offset + Number(match[1]), data });
  }
  if (messages.length !== count) {
    throw invalidArgument(`The request announces ${count} messages but holds ${messages.length}.`);
  }
  messages.sort((a, b) => a.number - b.number);
  return { messages, headers };
}

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument(`Invalid ${name}: it must be a whole number.`);
  return Number(text);
}

/** "Name:value" lines, as in the `headers` field and the `$httpHeaders` parameter. */
export function parseHeaderLines(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}
