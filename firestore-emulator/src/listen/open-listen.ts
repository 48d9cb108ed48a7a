import { formatDatabaseName, parseDatabaseName } from "../model/path.ts";
import { invalidArgument, toStatusError } from "../model/status.ts";
import type { google } from "../proto/protos.ts";
import type { Query } from "../query/query.ts";
import type { Call } from "../request/call.ts";
import { connectionLost } from "../request/dropped-stream.ts";
import type { DuplexClient, DuplexServer, OpenDuplex } from "../request/duplex.ts";
import { listenHub } from "./hubs.ts";
import { ListenStream } from "./listen-stream.ts";
import { parseListenRequest } from "./parse-listen-request.ts";
import type { ListenResponse } from "./responses.ts";
import { listenAccess } from "./rules-access.ts";

type ListenRequest = google.firestore.v1.IListenRequest;

/** The Listen RPC: the first request names the database, each request adds or removes a target. */
export const openListen: OpenDuplex<ListenRequest, ListenResponse> = (call, client) =>
  new ListenConnection(call, client);

class ListenConnection implements DuplexServer<ListenRequest> {
  private stream: ListenStream | undefined;
  private database = "";
  private ended = false;
  /** Requests held back while an injected fault delays the stream's start. */
  private waiting: ListenRequest[] | undefined;
  private readonly forgetFault: () => void;

  constructor(
    private readonly call: Call,
    private readonly client: DuplexClient<ListenResponse>,
  ) {
    this.forgetFault = call.context.faults.onDropStreams(() => this.drop());
  }

  receive(request: ListenRequest): void {
    if (this.ended) return;
    const { faults } = this.call.context;
    if (this.stream === undefined && this.waiting === undefined && faults.strikesCalls) {
      this.waiting = [];
      faults.beforeCall().then(
        () => this.takeWaiting(),
        (error: unknown) => this.fail(error),
      );
    }
    if (this.waiting === undefined) this.answer(request);
    else this.waiting.push(request);
  }

  private takeWaiting(): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const request of waiting) this.answer(request);
  }

  private answer(request: ListenRequest): void {
    if (this.ended) return;
    try {
      const stream = this.stream ?? this.open(request);
      if (request.database && request.database !== this.database) {
        throw invalidArgument("All requests of a stream must be for the same database.");
      }
      stream.receive(parseListenRequest(request, this.database));
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.close();
    this.client.end(toStatusError(error));
  }

  finish(): void {
    this.close();
    this.client.end();
  }

  close(): void {
    this.ended = true;
    this.forgetFault();
    this.stream?.close();
  }

  private open(request: ListenRequest): ListenStream {
    const name = request.database || this.call.header("google-cloud-resource-prefix") || "";
    const id = parseDatabaseName(name);
    this.database = formatDatabaseName(id);
    const hub = listenHub(this.call.context, id);
    const admission = {
      access: listenAccess(this.call, hub.database),
      checkIndexes: (query: Query) => this.call.context.indexes.check(query, id),
    };
    this.stream = new ListenStream(hub, admission, this.client);
    return this.stream;
  }

  private drop(): void {
    this.fail(connectionLost());
  }
}
