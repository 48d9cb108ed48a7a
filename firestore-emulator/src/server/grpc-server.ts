import grpc from "@grpc/grpc-js";
import type protobuf from "protobufjs";
import { LIMITS } from "../model/limits.ts";
import { invalidArgument, toStatusError } from "../model/status.ts";
import { firestoreService, messageType } from "../proto/protos.ts";
import type { Call } from "../request/call.ts";
import { callerOf } from "../request/caller.ts";
import type { EmulatorContext } from "../request/context.ts";
import { drained } from "../request/drained.ts";
import { streamingOperations, unaryOperations } from "../rpc/operations.ts";

/** A bidirectional stream of gRPC: decoded requests come as data, responses are written as plain messages. */
export type StreamHandler = (call: Call, stream: grpc.ServerDuplexStream<protobuf.Message, object>) => void;

/** Stands for a request that is too large to be looked at. */
const TOO_LARGE = {};

function checkSize(request: object): void {
  if (request !== TOO_LARGE) return;
  throw invalidArgument(`Request payload size exceeds the limit: ${LIMITS.MAX_REQUEST_SIZE_BYTES} bytes.`);
}

const SERVICE_PATH = "/google.firestore.v1.Firestore";

/** The service as grpc-js wants it, messages encoded by protobufjs. */
export const serviceDefinition: grpc.ServiceDefinition = Object.fromEntries(
  firestoreService.methodsArray.map((method) => [method.name, methodDefinition(method)]),
);

function methodDefinition(method: protobuf.Method): grpc.MethodDefinition<object, object> {
  const request = messageType(method.requestType);
  const response = messageType(method.responseType);
  return {
    path: `${SERVICE_PATH}/${method.name}`,
    requestStream: method.requestStream ?? false,
    responseStream: method.responseStream ?? false,
    requestSerialize: encoder(request),
    requestDeserialize: (bytes) =>
      bytes.length > LIMITS.MAX_REQUEST_SIZE_BYTES && !method.requestStream
        ? TOO_LARGE
        : request.decode(bytes),
    responseSerialize: encoder(response),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}

function encoder(type: protobuf.Type): (message: object) => Buffer {
  return (message) => type.encode(message).finish() as Buffer;
}

/** Handlers of all RPCs; `streams` are the bidirectional ones. RPCs without a handler answer UNIMPLEMENTED. */
export function grpcHandlers(
  context: EmulatorContext,
  streams: Readonly<Record<string, StreamHandler>>,
): grpc.UntypedServiceImplementation {
  const handlers: grpc.UntypedServiceImplementation = {};
  for (const name of Object.keys(unaryOperations)) handlers[name] = unaryHandler(context, name);
  for (const name of Object.keys(streamingOperations)) handlers[name] = streamingHandler(context, name);
  for (const [name, handle] of Object.entries(streams)) handlers[name] = streamHandler(context, handle);
  return handlers;
}

function unaryHandler(context: EmulatorContext, name: string): grpc.handleUnaryCall<object, object> {
  const operation = unaryOperations[name] as (typeof unaryOperations)[string];
  return async (unary, callback) => {
    try {
      if (context.faults.strikesCalls) await context.faults.beforeCall();
      checkSize(unary.request);
      callback(null, await operation(callOf(context, unary.metadata), unary.request as never));
    } catch (error) {
      callback(statusOf(error));
    }
  };
}

function streamingHandler(
  context: EmulatorContext,
  name: string,
): grpc.handleServerStreamingCall<object, object> {
  const operation = streamingOperations[name] as (typeof streamingOperations)[string];
  return async (stream) => {
    try {
      if (context.faults.strikesCalls) await context.faults.beforeCall();
      checkSize(stream.request);
      for await (const response of operation(callOf(context, stream.metadata), stream.request as never)) {
        if (stream.cancelled) return;
        if (!stream.write(response)) await drained(stream, "cancelled");
      }
      stream.end();
    } catch (error) {
      // The server SDK takes a status without headers before it for a lost connection, and tries again for seconds.
      stream.sendMetadata(new grpc.Metadata());
      stream.emit("error", statusOf(error));
    }
  };
}

function streamHandler(
  context: EmulatorContext,
  handle: StreamHandler,
): grpc.handleBidiStreamingCall<protobuf.Message, object> {
  return (stream) => {
    try {
      handle(callOf(context, stream.metadata), stream);
    } catch (error) {
      stream.emit("error", statusOf(error));
    }
  };
}

function callOf(context: EmulatorContext, metadata: grpc.Metadata): Call {
  const header = (name: string): string | undefined => metadata.get(name)[0]?.toString();
  return { context, caller: callerOf(header("authorization")), header };
}

/** What grpc-js sends for a thrown error. */
export function statusOf(error: unknown): { code: number; details: string; message: string } {
  const { code, message } = toStatusError(error);
  return { code, details: message, message };
}
