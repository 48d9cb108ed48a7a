import grpc from "@grpc/grpc-js";
import type { google } from "../src/proto/protos.ts";
import { serviceDefinition } from "../src/server/grpc-server.ts";

// The SDK looks for a cloud machine's metadata server, which is not on this machine.
process.env.METADATA_SERVER_DETECTION ??= "none";

type Fields = Record<string, google.firestore.v1.IValue>;

const DATABASE = "projects/demo-bench/databases/(default)";
export const ROOT = `${DATABASE}/documents`;
const MAX_MESSAGE_BYTES = 64 * 1_048_576;

/** A plain gRPC client: what is measured is the server, not the work of an SDK. */
export class FirestoreClient {
  readonly #client: grpc.Client;
  readonly #metadata = new grpc.Metadata();

  /** @param address "host:port" */
  constructor(address: string) {
    this.#client = new grpc.Client(address, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
      "grpc.use_local_subchannel_pool": 1,
    });
    this.#metadata.set("authorization", "Bearer owner");
    this.#metadata.set("google-cloud-resource-prefix", DATABASE);
  }

  /** Writes documents, given by path, in one commit. */
  async commit(documents: Iterable<[path: string, fields: Fields]>): Promise<void> {
    const writes = Array.from(documents, ([path, fields]) => ({
      update: { name: `${ROOT}/${path}`, fields },
    }));
    await this.#unary("Commit", { database: DATABASE, writes });
  }

  /** Reads one document by the RPC that the SDKs use; a missing one is an answer like any other. */
  async get(path: string): Promise<void> {
    for await (const _ of this.#stream("BatchGetDocuments", {
      database: DATABASE,
      documents: [`${ROOT}/${path}`],
    })) {
      // One document is one answer.
    }
  }

  /** Runs a query on a root collection for one field's value; resolves to the number of results. */
  async countEqual(collectionId: string, field: string, value: google.firestore.v1.IValue): Promise<number> {
    const request = { parent: ROOT, structuredQuery: equalityQuery(collectionId, field, value) };
    let count = 0;
    for await (const response of this.#stream("RunQuery", request)) {
      count += "document" in response && response.document ? 1 : 0;
    }
    return count;
  }

  /** Listens to a root collection; calls back at each document that is sent. */
  listen(collectionId: string, onDocument: () => void): grpc.ClientDuplexStream<object, object> {
    const { path, requestSerialize, responseDeserialize } = definition("Listen");
    const stream = this.#client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      this.#metadata,
    );
    stream.on("data", (response: google.firestore.v1.IListenResponse) => {
      if (response.documentChange) {
        onDocument();
      }
    });
    stream.on("error", () => {}); // The stream ends with the benchmark.
    const structuredQuery = { from: [{ collectionId }] };
    stream.write({
      database: DATABASE,
      addTarget: { targetId: 1, query: { parent: ROOT, structuredQuery } },
    });
    return stream;
  }

  close(): void {
    this.#client.close();
  }

  #stream(name: string, request: object): AsyncIterable<object> {
    const { path, requestSerialize, responseDeserialize } = definition(name);
    return this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      this.#metadata,
    );
  }

  #unary(name: string, request: object): Promise<object> {
    const { path, requestSerialize, responseDeserialize } = definition(name);
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        this.#metadata,
        (error, response) => (error ? reject(error) : resolve(response ?? {})),
      );
    });
  }
}

function definition(name: string): grpc.MethodDefinition<object, object> {
  const method = serviceDefinition[name];
  if (!method) {
    throw new Error(`There is no RPC ${name}.`);
  }
  return method;
}

function equalityQuery(collectionId: string, fieldPath: string, value: google.firestore.v1.IValue): object {
  const EQUAL = 5; // StructuredQuery.FieldFilter.Operator
  return { from: [{ collectionId }], where: { fieldFilter: { field: { fieldPath }, op: EQUAL, value } } };
}
