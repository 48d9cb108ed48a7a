import type { StatusError } from "../model/status.ts";
import type { Timestamp } from "../model/value.ts";
import type { BloomFilterMessage } from "./bloom-filter.ts";

/** google.firestore.v1.TargetChange.TargetChangeType */
export enum TargetChangeType {
  NO_CHANGE = 0,
  ADD = 1,
  REMOVE = 2,
  CURRENT = 3,
  RESET = 4,
}

interface ProtoTimestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** google.firestore.v1.ListenResponse as a plain message; `document` is the encoded Document. */
export type ListenResponse =
  | { readonly targetChange: TargetChange }
  | {
      readonly documentChange: {
        readonly document: object;
        readonly targetIds: readonly number[];
        readonly removedTargetIds: readonly number[];
      };
    }
  | { readonly documentDelete: DocumentGone }
  | { readonly documentRemove: DocumentGone }
  | {
      readonly filter: {
        readonly targetId: number;
        readonly count: number;
        readonly unchangedNames: BloomFilterMessage;
      };
    };

interface TargetChange {
  readonly targetChangeType: TargetChangeType;
  readonly targetIds: readonly number[];
  readonly cause?: { readonly code: number; readonly message: string };
  readonly resumeToken?: Buffer;
  readonly readTime?: ProtoTimestamp;
}

interface DocumentGone {
  readonly document: string;
  readonly removedTargetIds: readonly number[];
  readonly readTime: ProtoTimestamp;
}

/** How far the targets are: the read time and the token to resume from there. */
export interface Progress {
  readonly time: Timestamp;
  readonly resumeToken: Buffer;
}

function protoTime(time: Timestamp): ProtoTimestamp {
  return { seconds: time.seconds, nanos: time.nanos };
}

export function targetAdded(targetId: number): ListenResponse {
  return { targetChange: { targetChangeType: TargetChangeType.ADD, targetIds: [targetId] } };
}

/** The client must forget what it knows of the target; everything is sent again. */
export function targetReset(targetId: number): ListenResponse {
  return { targetChange: { targetChangeType: TargetChangeType.RESET, targetIds: [targetId] } };
}

/** With a cause the target failed; without one it ended as asked. */
export function targetRemoved(targetId: number, error?: StatusError): ListenResponse {
  const change = { targetChangeType: TargetChangeType.REMOVE, targetIds: [targetId] };
  if (error === undefined) return { targetChange: change };
  return { targetChange: { ...change, cause: { code: error.code, message: error.message } } };
}

export function targetCurrent(targetId: number, { time, resumeToken }: Progress): ListenResponse {
  const targetChangeType = TargetChangeType.CURRENT;
  return {
    targetChange: { targetChangeType, targetIds: [targetId], resumeToken, readTime: protoTime(time) },
  };
}

/** No target ids: the snapshot of all targets of the stream is consistent as of the read time. */
export function consistentSnapshot({ time, resumeToken }: Progress): ListenResponse {
  const targetChangeType = TargetChangeType.NO_CHANGE;
  return { targetChange: { targetChangeType, targetIds: [], resumeToken, readTime: protoTime(time) } };
}

export function documentDeleted(name: string, targetIds: readonly number[], time: Timestamp): ListenResponse {
  return { documentDelete: { document: name, removedTargetIds: targetIds, readTime: protoTime(time) } };
}

/** The document exists, or may exist, but is out of the targets' view. */
export function documentRemoved(name: string, targetIds: readonly number[], time: Timestamp): ListenResponse {
  return { documentRemove: { document: name, removedTargetIds: targetIds, readTime: protoTime(time) } };
}
