import { randomUUID } from "node:crypto";
import { formatDatabaseName, parseDatabaseName } from "../model/path.ts";
import { invalidArgument, StatusCode, StatusError, toStatusError } from "../model/status.ts";
import type { google } from "../proto/protos.ts";
import type { Call } from "../request/call.ts";
import { connectionLost } from "../request/dropped-stream.ts";
import type { DuplexClient, DuplexServer, OpenDuplex } from "../request/duplex.ts";
import { commit } from "../rpc/commit.ts";
import { decodeStreamToken, encodeStreamToken } from "./stream-token.ts";

type WriteRequest = google.firestore.v1.IWriteRequest;
type WriteResponse = google.firestore.v1.IWriteResponse;

export const openWrite: OpenDuplex<WriteRequest, WriteResponse> = (call, client) =>
  new WriteStream(call, client);

/** How many requests may wait behind the one being committed. Each takes up to 10 MiB, so nothing more is read then. */
const MAX_WAITING_REQUESTS = 8;
/** WebChannel cannot stop a client: one that goes on all the same is refused. */
const MAX_UNREAD_REQUESTS = 1_000;

/**
 * The Write RPC: a handshake that names the database, answered with a stream id and token; then each request
 * commits its writes and is answered in order. The first error ends the stream with its status: the client
 * tells from the code whether the writes failed for good.
 */
class WriteStream implements DuplexServer<WriteRequest> {
  private database: string | undefined;
  private readonly streamId = randomUUID();
  private responses = 0;
  private readonly waiting: WriteRequest[] = [];
  private readonly forRoom: (() => void)[] = [];
  private busy = false;
  private finishing = false;
  private ended = false;
  private readonly forgetFault: () => void;

  constructor(
    private readonly call: Call,
    private readonly client: DuplexClient<WriteResponse>,
  ) {
    this.forgetFault = call.context.faults.onDropStreams(() => this.end(connectionLost()));
  }

  receive(request: WriteRequest): void {
    if (this.ended || this.finishing) return;
    if (this.waiting.length >= MAX_UNREAD_REQUESTS) {
      this.end(new StatusError(StatusCode.RESOURCE_EXHAUSTED, "Too many writes are waiting on the stream."));
      return;
    }
    this.waiting.push(request);
    if (!this.busy) void this.work();
  }

  whenRoom(): Promise<void> | undefined {
    if (this.waiting.length < MAX_WAITING_REQUESTS) return undefined;
    return new Promise((resolve) => this.forRoom.push(resolve));
  }

  finish(): void {
    this.finishing = true;
    if (!this.busy) this.end();
  }

  close(): void {
    this.ended = true;
    this.waiting.length = 0;
    for (const resolve of this.forRoom.splice(0)) resolve();
    this.forgetFault();
  }

  /** Answers what is waiting, one after the other. */
  private async work(): Promise<void> {
    this.busy = true;
    try {
      for (let request = this.waiting.shift(); request !== undefined; request = this.waiting.shift()) {
        if (this.waiting.length < MAX_WAITING_REQUESTS)
          for (const resolve of this.forRoom.splice(0)) resolve();
        const response = await this.answer(request);
        if (this.ended) return;
        this.client.send(response);
      }
      if (this.finishing) this.end();
    } catch (error) {
      this.end(toStatusError(error));
    } finally {
      this.busy = false;
    }
  }

  private async answer(request: WriteRequest): Promise<WriteResponse> {
    if (this.database === undefined) return this.handshake(request);
    this.checkToken(request.streamToken);
    const { database } = this;
    const { faults } = this.call.context;
    if (faults.strikesCalls) await faults.beforeCall();
    const { writeResults, commitTime } = await commit(this.call, { database, writes: request.writes ?? [] });
    return {
      streamToken: this.nextToken(),
      writeResults: writeResults ?? [],
      commitTime: commitTime ?? null,
    };
  }

  private handshake(request: WriteRequest): WriteResponse {
    const name = request.database || this.call.header("google-cloud-resource-prefix") || "";
    this.database = formatDatabaseName(parseDatabaseName(name));
    if (request.streamId) {
      throw invalidArgument(`The stream "${request.streamId}" cannot be resumed: it is not known any more.`);
    }
    if (request.writes && request.writes.length > 0) {
      throw invalidArgument("The first request of a write stream must not contain writes.");
    }
    return { streamId: this.streamId, streamToken: this.nextToken() };
  }

  private nextToken(): Buffer {
    return encodeStreamToken(++this.responses);
  }

  private checkToken(token: Uint8Array | string | null | undefined): void {
    if (!token || token.length === 0) throw invalidArgument("A write request needs the last stream token.");
    const seen = typeof token === "string" ? undefined : decodeStreamToken(token);
    if (seen === undefined || seen < 1 || seen > this.responses) {
      throw invalidArgument("The stream token is not one of this stream.");
    }
  }

  private end(error?: StatusError): void {
    if (this.ended) return;
    this.close();
    this.client.end(error);
  }
}
