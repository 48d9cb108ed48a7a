import type { StoredDocument } from "../model/document.ts";
import { invalidArgument, StatusCode, StatusError, toStatusError } from "../model/status.ts";
import type { Query } from "../query/query.ts";
import type { DuplexClient } from "../request/duplex.ts";
import type { ListenAccess } from "./access.ts";
import { firstResults } from "./first-results.ts";
import type { HubStream, ListenHub } from "./hub.ts";
import { LISTEN_LIMITS } from "./limits.ts";
import { Outbox } from "./outbox.ts";
import {
  consistentSnapshot,
  documentDeleted,
  documentRemoved,
  type ListenResponse,
  type Progress,
  targetAdded,
  targetCurrent,
  targetRemoved,
  targetReset,
} from "./responses.ts";
import { Target, type TargetRequest } from "./target.ts";

/** What a client asks on a listen stream, parsed. A target that does not parse fails alone, by its error. */
export type ListenCommand =
  | { readonly kind: "add"; readonly targetId: number; readonly parse: () => TargetRequest }
  | { readonly kind: "remove"; readonly targetId: number };

/** What decides whether a target may start. */
export interface Admission {
  /** The security rules; undefined for admins. */
  readonly access: ListenAccess | undefined;
  /** Throws FAILED_PRECONDITION when the query lacks an index. */
  readonly checkIndexes: (query: Query) => void;
}

/** The way to the client. */
export type ListenSink = DuplexClient<ListenResponse>;

/**
 * One client's listen stream: its targets, and the order of what it is told. Responses to a commit leave in
 * the next turn of the event loop, after the commit itself has been answered, and always in commit order.
 */
export class ListenStream implements HubStream {
  private readonly targets = new Map<number, Target<HubStream>>();
  private readonly outbox = new Outbox();
  private flushing: NodeJS.Immediate | undefined;
  private closed = false;
  private lastChosenId = 0;

  constructor(
    private readonly hub: ListenHub,
    private readonly admission: Admission,
    private readonly sink: ListenSink,
  ) {
    hub.join(this);
    sink.onReady(() => this.flush());
  }

  receive(command: ListenCommand): void {
    if (this.closed) return;
    if (command.kind === "remove") this.removeTarget(command.targetId);
    else this.addTarget(command);
    this.flush();
  }

  /** Whether the stream listens to the target at present. */
  has(targetId: number): boolean {
    return this.targets.has(targetId);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.flushing) clearImmediate(this.flushing);
    for (const target of this.targets.values()) this.hub.unwatch(target);
    this.targets.clear();
    this.hub.leave(this);
  }

  fail(error: StatusError): void {
    this.close();
    this.sink.end(error);
  }

  deliver(
    responses: readonly ListenResponse[],
    ended: ReadonlyMap<Target, StatusError>,
    progress: Progress,
  ): void {
    for (const response of responses) this.outbox.add(() => response, this.hub.bytesOf(response));
    for (const [target, error] of ended) this.end(target, error);
    if (this.targets.size > 0) this.push(consistentSnapshot(progress));
    this.flushing ??= setImmediate(() => this.flush());
  }

  heartbeat(progress: Progress): void {
    if (this.targets.size === 0) return;
    this.push(consistentSnapshot(progress));
    this.flush();
  }

  private addTarget({ targetId: asked, parse }: Extract<ListenCommand, { kind: "add" }>): void {
    const targetId = this.idFor(asked);
    if (targetId === undefined) {
      this.push(
        targetRemoved(asked, invalidArgument("Target ids are the server's to choose on this stream.")),
      );
      return;
    }
    if (this.targets.has(targetId)) throw invalidArgument(`Target ID already in use: ${targetId}`);
    if (this.targets.size >= LISTEN_LIMITS.MAX_TARGETS_PER_STREAM) {
      throw new StatusError(StatusCode.RESOURCE_EXHAUSTED, "Too many targets on one stream.");
    }
    try {
      this.start({ ...parse(), targetId });
    } catch (error) {
      this.push(targetRemoved(targetId, toStatusError(error)));
    }
  }

  /** The server chooses for a client that gives 0, and then for all targets of the stream (v1 Target.target_id). */
  private idFor(asked: number): number | undefined {
    if (asked < 0) throw invalidArgument(`Invalid target ID: ${asked}`);
    if (asked > 0) return this.lastChosenId === 0 ? asked : undefined;
    return ++this.lastChosenId;
  }

  /** Throws a StatusError when the target is refused. */
  private start(request: TargetRequest): void {
    const { database } = this.hub;
    const target = new Target<HubStream>(request, this, this.admission.access);
    const denied = target.check((name) => database.get(name));
    if (denied !== undefined) throw denied;
    if (request.scope.kind === "query") this.admission.checkIndexes(request.scope.query);
    const progress = this.hub.progress();
    const results = firstResults(this.hub, request);
    this.targets.set(target.id, target);
    this.hub.watch(target);
    this.hub.countReads(Math.max(1, results.documents.length));
    this.push(targetAdded(target.id));
    if (results.reset) this.push(targetReset(target.id));
    this.pushResults(target, results, progress);
    this.push(targetCurrent(target.id, progress));
    this.push(consistentSnapshot(progress));
    if (request.once) this.removeTarget(target.id);
  }

  private pushResults(
    target: Target<HubStream>,
    { documents, gone, filter }: ReturnType<typeof firstResults>,
    { time }: Progress,
  ): void {
    const ids = [target.id];
    for (const document of documents) {
      this.outbox.add(() => this.documentChange(target, document, { targetIds: ids, removedTargetIds: [] }));
    }
    for (const { name, document } of gone) {
      if (document === undefined) this.push(documentDeleted(name, ids, time));
      else if (!target.mayGet(name, document)) this.push(documentRemoved(name, ids, time));
      else this.push(this.documentChange(target, document, { targetIds: [], removedTargetIds: ids }));
    }
    if (filter !== undefined) this.push({ filter: { targetId: target.id, ...filter } });
  }

  private documentChange(
    target: Target,
    document: StoredDocument,
    ids: { targetIds: readonly number[]; removedTargetIds: readonly number[] },
  ): ListenResponse {
    return { documentChange: { document: this.hub.encode(document, target), ...ids } };
  }

  private removeTarget(targetId: number): void {
    const target = this.targets.get(targetId);
    if (target !== undefined) this.forget(target);
    this.push(targetRemoved(targetId));
  }

  private end(target: Target, error: StatusError): void {
    const own = this.targets.get(target.id);
    if (own !== target) return;
    this.forget(own);
    this.push(targetRemoved(target.id, error));
  }

  private forget(target: Target<HubStream>): void {
    this.targets.delete(target.id);
    this.hub.unwatch(target);
  }

  private flush(): void {
    if (this.flushing) clearImmediate(this.flushing);
    this.flushing = undefined;
    while (!this.closed && this.sink.isReady) {
      const response = this.outbox.take();
      if (response === undefined) return;
      this.sink.send(response);
    }
    if (this.outbox.bytes > LISTEN_LIMITS.MAX_WAITING_BYTES) this.fail(tooSlow());
  }

  private push(response: ListenResponse): void {
    this.outbox.add(() => response, this.hub.bytesOf(response));
  }
}

/** The client connects again and resumes: then it is told of the latest versions alone. */
function tooSlow(): StatusError {
  return new StatusError(StatusCode.RESOURCE_EXHAUSTED, "The client does not keep up with the stream.");
}
