import grpc from "@grpc/grpc-js";
import { serviceDefinition } from "../../src/server/grpc-server.ts";

const RawClient = grpc.makeGenericClientConstructor(serviceDefinition, "Firestore");

/** Anything that comes back on a stream, as protobufjs decodes it. */
export interface RawResponse {
  readonly targetChange?: {
    readonly targetChangeType?: number;
    readonly targetIds?: readonly number[];
    readonly cause?: { readonly code: number; readonly message: string } | null;
    readonly resumeToken?: Buffer;
    readonly readTime?: unknown;
  };
  readonly documentChange?: {
    readonly document: { readonly name: string; readonly fields: object };
    readonly targetIds?: readonly number[];
    readonly removedTargetIds?: readonly number[];
  };
  readonly documentDelete?: { readonly document: string; readonly removedTargetIds?: readonly number[] };
  readonly documentRemove?: { readonly document: string; readonly removedTargetIds?: readonly number[] };
  readonly filter?: {
    readonly targetId: number;
    readonly count: number;
    readonly unchangedNames: { bits: { bitmap: Buffer; padding: number }; hashCount: number };
  };
  readonly streamId?: string;
  readonly streamToken?: Buffer;
  readonly writeResults?: readonly {
    readonly updateTime?: unknown;
    readonly transformResults?: readonly object[];
  }[];
  readonly commitTime?: unknown;
}

/** A Listen or Write stream spoken by hand, for what no SDK does on purpose. */
export class RawStream {
  readonly responses: RawResponse[] = [];
  private readonly client: grpc.Client;
  private readonly call: grpc.ClientDuplexStream<object, RawResponse>;
  private readonly waiting = new Set<() => void>();
  private status: { code: number; details: string } | undefined;

  constructor(address: string, rpc: "Listen" | "Write", authorization?: string) {
    this.client = new RawClient(address, grpc.credentials.createInsecure());
    const metadata = new grpc.Metadata();
    if (authorization !== undefined) metadata.set("authorization", authorization);
    const method = serviceDefinition[rpc] as grpc.MethodDefinition<object, RawResponse>;
    this.call = this.client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      metadata,
    );
    this.call.on("data", (response: RawResponse) => {
      this.responses.push(response);
      this.wake();
    });
    this.call.on("error", () => {});
    this.call.on("status", (status) => {
      this.status = status;
      this.wake();
    });
  }

  send(request: object): void {
    this.call.write(request);
  }

  finish(): void {
    this.call.end();
  }

  /** Waits for a response that fits and takes it, with all before it, out of the way. */
  async next(fits: (response: RawResponse) => boolean): Promise<RawResponse[]> {
    for (;;) {
      const at = this.responses.findIndex(fits);
      if (at >= 0) return this.responses.splice(0, at + 1);
      if (this.status) throw new Error(`The stream ended: ${this.status.code} ${this.status.details}`);
      await this.change();
    }
  }

  /** Everything up to the next consistent snapshot of all targets. */
  snapshot(): Promise<RawResponse[]> {
    return this.next(({ targetChange }) => {
      if (!targetChange) return false;
      return (targetChange.targetChangeType ?? 0) === 0 && (targetChange.targetIds ?? []).length === 0;
    });
  }

  /** The status that ends the stream. */
  async ended(): Promise<{ code: number; details: string }> {
    while (!this.status) await this.change();
    return this.status;
  }

  close(): void {
    this.call.cancel();
    this.client.close();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
