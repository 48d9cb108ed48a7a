import grpc from "@grpc/grpc-js";
import { serviceDefinition } from "../src/server/grpc-server.ts";
import type { EmulatorUnderTest } from "./under-test.ts";

/** A decoded response, looked into freely by tests. */
export type Response = { readonly [field: string]: unknown };

/** Calls RPCs with plain messages, for what the SDKs do not let through. */
export class RawClient {
  private readonly client: grpc.Client;
  private readonly metadata = new grpc.Metadata();
  readonly database: string;
  readonly documents: string;

  constructor(underTest: EmulatorUnderTest, projectId: string, authorization = "Bearer owner") {
    const Client = grpc.makeClientConstructor(serviceDefinition, "Firestore");
    this.client = new Client(underTest.address, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
    });
    if (authorization !== "") this.metadata.set("authorization", authorization);
    this.database = `projects/${projectId}/databases/(default)`;
    this.documents = `${this.database}/documents`;
  }

  /** A unary RPC by name. Rejects with grpc's ServiceError (code, details). */
  call(rpc: string, request: object): Promise<Response> {
    const method = this.method(rpc);
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        this.metadata,
        (error, response) => (error ? reject(error) : resolve(response as Response)),
      );
    });
  }

  /** A server-streaming RPC by name: all its responses. */
  stream(rpc: string, request: object): Promise<Response[]> {
    const method = this.method(rpc);
    return new Promise((resolve, reject) => {
      const responses: Response[] = [];
      this.client
        .makeServerStreamRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          request,
          this.metadata,
        )
        .on("data", (response: Response) => responses.push(response))
        .on("error", reject)
        .on("end", () => resolve(responses));
    });
  }

  /** Commits writes; a document is given as its path and fields in wire form. */
  commit(writes: readonly object[], more: object = {}): Promise<Response> {
    return this.call("Commit", { database: this.database, writes, ...more });
  }

  runQuery(structuredQuery: object, more: object = {}): Promise<Response[]> {
    return this.stream("RunQuery", { parent: this.documents, structuredQuery, ...more });
  }

  close(): void {
    this.client.close();
  }

  private method(rpc: string): grpc.MethodDefinition<object, object> {
    const method = serviceDefinition[rpc];
    if (!method) throw new Error(`There is no RPC ${rpc}`);
    return method;
  }
}
