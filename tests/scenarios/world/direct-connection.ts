import { PassThrough } from "node:stream";
import { Firestore } from "firebase-admin/firestore";
import type { Emulator } from "firestore-emulator";
import type protobuf from "protobufjs";
import { toStatusError } from "../../../firestore-emulator/src/model/status.ts";
import { firestoreService, messageType } from "../../../firestore-emulator/src/proto/protos.ts";
import type { Call } from "../../../firestore-emulator/src/request/call.ts";
import { streamingOperations, unaryOperations } from "../../../firestore-emulator/src/rpc/operations.ts";

type Json = Record<string, unknown>;

/** Stands between a client and the database: may delay a request, fail it, or never answer. */
export type Gate = <T>(method: string, request: Json, run: () => Promise<T>) => Promise<T>;

/** How the client library wants decoded messages (the options of google-gax). */
const DECODED = { longs: String, enums: String, defaults: true, oneofs: true } as const;

class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function rpcError(code: number, message: string): Error {
  return new RpcError(code, message);
}

function nameOf(method: string): string {
  return method.charAt(0).toUpperCase() + method.slice(1);
}

function typesOf(method: string): { request: protobuf.Type; response: protobuf.Type } {
  const rpc = firestoreService.methods[nameOf(method)];
  if (!rpc) throw new Error(`No RPC is called ${method}.`);
  return { request: messageType(rpc.requestType), response: messageType(rpc.responseType) };
}

/** Through the wire's bytes and back, so that nothing passes that the wire would not carry. */
function decodeRequest(type: protobuf.Type, request: Json): protobuf.Message {
  return type.decode(type.encode(type.fromObject(request)).finish());
}

function decodeResponse(type: protobuf.Type, response: object): Json {
  return type.toObject(type.decode(type.encode(response).finish()), DECODED);
}

async function callUnary(call: Call, method: string, request: Json): Promise<Json> {
  const types = typesOf(method);
  const operation = unaryOperations[nameOf(method)];
  if (!operation) throw new Error(`No unary RPC is called ${method}.`);
  try {
    return decodeResponse(
      types.response,
      await operation(call, decodeRequest(types.request, request) as never),
    );
  } catch (error) {
    const { code, message } = toStatusError(error);
    throw new RpcError(code, message);
  }
}

async function callStreaming(call: Call, method: string, request: Json): Promise<Json[]> {
  const types = typesOf(method);
  const operation = streamingOperations[nameOf(method)];
  if (!operation) throw new Error(`No streaming RPC is called ${method}.`);
  const responses: Json[] = [];
  try {
    for await (const response of operation(call, decodeRequest(types.request, request) as never)) {
      responses.push(decodeResponse(types.response, response));
    }
  } catch (error) {
    const { code, message } = toStatusError(error);
    throw new RpcError(code, message);
  }
  return responses;
}

function toStream(responses: readonly Json[]): PassThrough {
  const stream = new PassThrough({ objectMode: true });
  for (const response of responses) stream.write(response);
  stream.end();
  return stream;
}

/**
 * A Firestore client whose requests go to the embedded Firestore by function calls instead of sockets: the messages are
 * the wire's, but a thousand runs take minutes instead of hours, and a gate can put the requests of many clients into
 * any order.
 */
export function connectDirectly(emulator: Emulator, projectId: string, gate: Gate): Firestore {
  const call: Call = {
    context: emulator.context,
    caller: { kind: "admin" },
    header: (name) => (name === "authorization" ? "Bearer owner" : undefined),
  };
  const db = new Firestore({ projectId });
  Object.assign(db, {
    initializeIfNeeded: async () => undefined,
    request: (method: string, request: Json) => gate(method, request, () => callUnary(call, method, request)),
    requestStream: async (method: string, _bidirectional: boolean, request: Json) =>
      toStream(await gate(method, request, () => callStreaming(call, method, request))),
  });
  return db;
}
