import { randomBytes } from "node:crypto";
import type { StoredDocument } from "../model/document.ts";
import { type StatusError, toStatusError } from "../model/status.ts";
import type { Timestamp } from "../model/timestamp.ts";
import type { Change, CommitEvent } from "../storage/commit-event.ts";
import type { Database } from "../storage/database.ts";
import { LISTEN_LIMITS } from "./limits.ts";
import { RecentQueries } from "./recent-queries.ts";
import type { ListenResponse, Progress } from "./responses.ts";
import { encodeResumeToken } from "./resume-token.ts";
import { type EncodeDocument, SnapshotBatch } from "./snapshot-batch.ts";
import type { Target } from "./target.ts";
import { ViewIndex } from "./view-index.ts";

/** What the hub needs of a stream. */
export interface HubStream {
  /** A commit's news for the stream's targets, targets that ended included. */
  deliver(
    responses: readonly ListenResponse[],
    ended: ReadonlyMap<Target, StatusError>,
    progress: Progress,
  ): void;
  /** Ends the stream with an error after which clients connect again. */
  fail(error: StatusError): void;
  /** Tells the stream's targets that nothing changed until now. */
  heartbeat(progress: Progress): void;
}

export interface HubOptions {
  readonly encode: EncodeDocument;
  /** About how much memory an encoded document takes. */
  readonly sizeOf: (encoded: object) => number;
  /** Told how many document reads Google would bill. */
  readonly countReads: (reads: number) => void;
  readonly heartbeatMs?: number;
}

type OpenTarget = Target<HubStream>;

/** A response without its document. */
const RESPONSE_OVERHEAD_BYTES = 500;

/**
 * Everyone who listens to one database. Each commit is matched once against the distinct queries, and told
 * to each stream as one consistent snapshot: first what concerns its targets, then NO_CHANGE with the
 * commit's time.
 */
export class ListenHub {
  readonly encode: EncodeDocument;
  private readonly sizeOf: (encoded: object) => number;
  readonly countReads: (reads: number) => void;
  /** Resume tokens of another run, with another history, must not be honoured. */
  readonly runId = randomBytes(8);
  private readonly views: ViewIndex<OpenTarget>;
  private readonly recentQueries = new RecentQueries();
  private readonly byDocument = new Map<string, Set<OpenTarget>>();
  private readonly byRulesRead = new Map<string, Set<OpenTarget>>();
  private readonly targets = new Set<OpenTarget>();
  private readonly streams = new Set<HubStream>();
  private readonly heartbeatMs: number;
  /** Beats only while there are streams. */
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    readonly database: Database,
    { encode, sizeOf, countReads, heartbeatMs = LISTEN_LIMITS.HEARTBEAT_MS }: HubOptions,
  ) {
    this.heartbeatMs = heartbeatMs;
    this.encode = encode;
    this.sizeOf = sizeOf;
    this.countReads = countReads;
    this.views = new ViewIndex((query) => database.run(query));
    database.onCommit((event) => this.tellSafely(event));
  }

  join(stream: HubStream): void {
    this.streams.add(stream);
    this.heartbeat ??= setInterval(() => this.beat(), this.heartbeatMs).unref();
  }

  leave(stream: HubStream): void {
    this.streams.delete(stream);
    if (this.streams.size > 0) return;
    clearInterval(this.heartbeat);
    this.heartbeat = undefined;
  }

  /** About how much memory a response to a commit takes until it is sent. */
  bytesOf(response: ListenResponse): number {
    const document = "documentChange" in response ? this.sizeOf(response.documentChange.document) : 0;
    return RESPONSE_OVERHEAD_BYTES + document;
  }

  progress(time: Timestamp = this.database.now()): Progress {
    return { time, resumeToken: encodeResumeToken(this.runId, time) };
  }

  /** From now on the target's stream is told of changes. */
  watch(target: OpenTarget): void {
    this.targets.add(target);
    if (target.scope.kind === "query") {
      target.view = this.views.join(target.scope.key, target.scope.query, target);
    } else {
      for (const name of target.scope.names) addTo(this.byDocument, name, target);
    }
    for (const name of target.dependsOn) addTo(this.byRulesRead, name, target);
  }

  unwatch(target: OpenTarget): void {
    this.targets.delete(target);
    if (target.view !== undefined) {
      this.views.leave(target.view, target);
      this.recentQueries.left(target.view.key, this.database.now());
    }
    if (target.scope.kind === "documents") {
      for (const name of target.scope.names) removeFrom(this.byDocument, name, target);
    }
    for (const name of target.dependsOn) removeFrom(this.byRulesRead, name, target);
  }

  /** Whether somebody listens to the query, or did a moment ago. */
  isTracked(key: string): boolean {
    return this.views.has(key) || this.recentQueries.has(key, this.database.now());
  }

  /** After the rules were replaced: every target is asked again, and ends where it is no longer allowed. */
  recheckAll(): void {
    const news = new News();
    this.recheck(
      [...this.targets].filter((target) => target.isUnderRules),
      news,
    );
    this.send(news, this.progress());
  }

  /** The commit is done; a defect in telling of it must not look as if it had failed. Clients resume by their tokens. */
  private tellSafely(event: CommitEvent): void {
    try {
      this.tell(event);
    } catch (error) {
      for (const stream of [...this.streams]) stream.fail(toStatusError(error));
    }
  }

  private tell({ time, changes }: CommitEvent): void {
    const news = new News();
    for (const { shared, changes: viewChanges } of this.views.apply(changes)) {
      for (const change of viewChanges) {
        for (const target of shared.targets) news.of(target.stream).add(target, change);
      }
    }
    const suspects = new Set<OpenTarget>();
    for (const change of changes) this.tellOfDocument(change, news, suspects);
    this.recheck([...suspects], news);
    this.send(news, this.progress(time));
  }

  private tellOfDocument({ name, after }: Change, news: News, suspects: Set<OpenTarget>): void {
    for (const target of this.byDocument.get(name) ?? []) {
      news.of(target.stream).add(target, { name, document: after, inView: after !== undefined });
      // What the rules say of a single document may depend on its content.
      if (target.isUnderRules) suspects.add(target);
    }
    for (const target of this.byRulesRead.get(name) ?? []) suspects.add(target);
  }

  private recheck(suspects: readonly OpenTarget[], news: News): void {
    const read = (name: string): StoredDocument | undefined => this.database.get(name);
    for (const target of suspects) {
      const before = target.dependsOn;
      const denied = target.check(read);
      for (const name of before) removeFrom(this.byRulesRead, name, target);
      for (const name of target.dependsOn) addTo(this.byRulesRead, name, target);
      if (denied !== undefined) news.of(target.stream).end(target, denied);
    }
  }

  private send(news: News, progress: Progress): void {
    const shared = new Map<string, ListenResponse>();
    for (const [stream, batch] of news.batches) {
      this.countReads(batch.billedReads());
      stream.deliver(batch.responses(progress, { encode: this.encode, shared }), batch.ended, progress);
    }
  }

  private beat(): void {
    const progress = this.progress();
    for (const stream of this.streams) stream.heartbeat(progress);
  }
}

/** What one commit means, stream by stream. */
class News {
  readonly batches = new Map<HubStream, SnapshotBatch>();

  of(stream: HubStream): SnapshotBatch {
    let batch = this.batches.get(stream);
    if (batch === undefined) {
      batch = new SnapshotBatch();
      this.batches.set(stream, batch);
    }
    return batch;
  }
}

function addTo(index: Map<string, Set<OpenTarget>>, name: string, target: OpenTarget): void {
  const targets = index.get(name);
  if (targets === undefined) index.set(name, new Set([target]));
  else targets.add(target);
}

function removeFrom(index: Map<string, Set<OpenTarget>>, name: string, target: OpenTarget): void {
  const targets = index.get(name);
  targets?.delete(target);
  if (targets?.size === 0) index.delete(name);
}
