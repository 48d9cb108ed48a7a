import type { StoredDocument } from "../model/document.ts";
import type { StatusError } from "../model/status.ts";
import type { ViewChange } from "./query-view.ts";
import { documentDeleted, documentRemoved, type ListenResponse, type Progress } from "./responses.ts";
import type { Target } from "./target.ts";

/** Encodes a document for the wire, cut down to the target's projection. */
export type EncodeDocument = (document: StoredDocument, target: Target) => object;

interface DocumentNews {
  document: StoredDocument | undefined;
  readonly entered: Target[];
  readonly left: Target[];
  /** Targets for which it counts as a read. */
  readonly billed: Target[];
}

/** What one commit means for one stream: each document once, with all the targets it concerns. */
export class SnapshotBatch {
  private readonly news = new Map<string, DocumentNews>();
  readonly ended = new Map<Target, StatusError>();

  add(target: Target, { name, document, inView, isPushedOut = false }: ViewChange): void {
    let item = this.news.get(name);
    if (item === undefined) {
      item = { document, entered: [], left: [], billed: [] };
      this.news.set(name, item);
    }
    (inView ? item.entered : item.left).push(target);
    if (document !== undefined && !isPushedOut) item.billed.push(target);
  }

  end(target: Target, error: StatusError): void {
    this.ended.set(target, error);
  }

  /**
   * Reads that are billed: for each target a document that entered or changed, and one that left because it
   * changed; not one that was deleted (firebase.google.com/docs/firestore/pricing#listens).
   */
  billedReads(): number {
    let reads = 0;
    for (const { billed } of this.news.values()) {
      reads += billed.filter((target) => !this.ended.has(target)).length;
    }
    return reads;
  }

  /** @param shared answers of this commit that several streams have in common, so that each is encoded once */
  responses(progress: Progress, { encode, shared }: ResponseTools): ListenResponse[] {
    const responses: ListenResponse[] = [];
    for (const [name, item] of this.news) {
      const entered = item.entered.filter((target) => !this.ended.has(target));
      const left = item.left.filter((target) => !this.ended.has(target));
      responses.push(
        ...documentResponses({ name, document: item.document, entered, left }, progress, { encode, shared }),
      );
    }
    return responses;
  }
}

export interface ResponseTools {
  readonly encode: EncodeDocument;
  readonly shared: Map<string, ListenResponse>;
}

function documentResponses(
  { name, document, entered, left }: Omit<DocumentNews, "billed"> & { name: string },
  progress: Progress,
  { encode, shared }: ResponseTools,
): ListenResponse[] {
  const once = (kind: string, ids: string, make: () => ListenResponse): ListenResponse => {
    const key = `${kind}|${ids}|${name}`;
    const response = shared.get(key) ?? make();
    shared.set(key, response);
    return response;
  };
  if (document === undefined) {
    const ids = left.map((target) => target.id);
    return ids.length === 0 ? [] : [once("D", ids.join(), () => documentDeleted(name, ids, progress.time))];
  }
  const told = left.filter((target) => target.mayGet(name, document));
  const untold = left.filter((target) => !told.includes(target)).map((target) => target.id);
  const responses: ListenResponse[] = [];
  for (const group of byProjection([...entered, ...told])) {
    const targetIds = group.filter((target) => entered.includes(target)).map((target) => target.id);
    const removedTargetIds = group.filter((target) => told.includes(target)).map((target) => target.id);
    const ids = `${targetIds.join()}/${removedTargetIds.join()}/${projectionKey(group[0])}`;
    const make = () => ({
      documentChange: { document: encode(document, group[0] as Target), targetIds, removedTargetIds },
    });
    responses.push(once("C", ids, make));
  }
  if (untold.length > 0) {
    responses.push(once("R", untold.join(), () => documentRemoved(name, untold, progress.time)));
  }
  return responses;
}

/** Targets that get the same fields share one message. */
function byProjection(targets: readonly Target[]): Target[][] {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const key = projectionKey(target);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [target]);
    else group.push(target);
  }
  return [...groups.values()];
}

function projectionKey(target: Target | undefined): string {
  return target?.projection?.map(String).join() ?? "*";
}
