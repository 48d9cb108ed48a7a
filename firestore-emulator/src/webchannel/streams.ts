import { StatusCode, StatusError, toStatusError } from "../model/status.ts";
import { messageType } from "../proto/protos.ts";
import { callerOf } from "../request/caller.ts";
import type { DuplexClient, DuplexServer, OpenDuplex } from "../request/duplex.ts";
import type { HttpExchange } from "../request/http-route.ts";
import { messageToJson } from "../rest/json-output.ts";
import { jsonText } from "../rest/json-text.ts";
import { parseJson } from "../rest/parse-json.ts";
import { messageFromJson, type PlainMessage } from "../rest/proto-json.ts";
import { errorJson } from "../rest/rest-error.ts";
import type { ChannelSession, ChannelStream } from "./session.ts";

/** What a new channel is for. */
export interface ChannelOpening {
  readonly rpc: "Listen" | "Write";
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly session: ChannelSession;
}

export type ConnectStream = (exchange: HttpExchange, opening: ChannelOpening) => ChannelStream;

/** The streams that channels carry. They take requests as plain messages and answer with such. */
export interface ChannelRpcs {
  readonly Listen: OpenDuplex<PlainMessage, object>;
  readonly Write: OpenDuplex<PlainMessage, object>;
}

/** Runs streams over channels, with messages as proto3 JSON. */
export function connectStreams(rpcs: ChannelRpcs): ConnectStream {
  return (exchange, { rpc, headers, session }) => {
    const client = channelClient(session, `${rpc}Response`);
    try {
      const header = (name: string): string | undefined => headers.get(name);
      const caller = callerOf(header("authorization"));
      const server = rpcs[rpc]({ context: exchange.context, caller, header }, client);
      return channelStream(server, client, `${rpc}Request`);
    } catch (error) {
      client.end(toStatusError(error));
      return { receive: () => {}, close: () => {} };
    }
  };
}

function channelStream(
  server: DuplexServer<PlainMessage>,
  client: DuplexClient<object>,
  requestType: string,
): ChannelStream {
  const type = messageType(requestType);
  return {
    receive: (data) => {
      try {
        server.receive(messageFromJson(type, parseJson(data)));
      } catch (error) {
        server.close();
        client.end(toStatusError(error));
      }
    },
    close: () => server.close(),
  };
}

/** JSON texts of messages that several sessions are sent: a commit's news is the same for many listeners. */
const texts = new WeakMap<object, string>();

function channelClient(session: ChannelSession, responseType: string): DuplexClient<object> {
  const type = messageType(responseType);
  let ended = false;
  return {
    send: (response) => {
      if (ended) return;
      const text = texts.get(response) ?? `[${jsonText(messageToJson(type, response))}]`;
      texts.set(response, text);
      session.push(text);
    },
    get isReady() {
      return session.isReady;
    },
    onReady: (listener) => session.onReady(listener),
    end: (error) => {
      if (ended) return;
      ended = true;
      const failure = error ?? new StatusError(StatusCode.OK, "");
      if (failure.code !== StatusCode.OK) session.push(jsonText([errorJson(failure)]));
      session.push('["close"]');
      session.endStream();
    },
  };
}
