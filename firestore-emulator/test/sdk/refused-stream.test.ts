import grpc from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { serviceDefinition } from "../../src/server/grpc-server.ts";
import { useServerSdk } from "./server-sdk.ts";

const sdk = useServerSdk();

/** What a streaming call emits when its request makes no sense, in order. */
function eventsOf(name: string): Promise<string[]> {
  const client = new grpc.Client(sdk.underTest.address, grpc.credentials.createInsecure());
  const method = serviceDefinition[name];
  if (!method) {
    throw new Error(`There is no RPC ${name}.`);
  }
  const { path, requestSerialize, responseDeserialize } = method;
  const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, {});
  const events: string[] = [];
  return new Promise((resolve) => {
    stream.on("data", () => {});
    stream.on("error", () => {}); // The status says it.
    stream.on("metadata", () => events.push("headers"));
    stream.on("status", ({ code }) => {
      client.close();
      resolve([...events, String(code)]);
    });
  });
}

// Without headers the server SDK's retry-request tries three times, seven seconds in all, before it tells the error.
test.each(["RunQuery", "BatchGetDocuments", "RunAggregationQuery"])(
  "%s sends headers before it refuses",
  async (name) => {
    expect(await eventsOf(name)).toEqual(["headers", String(grpc.status.INVALID_ARGUMENT)]);
  },
);
