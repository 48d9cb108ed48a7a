import type { StoredDocument } from "../model/document.ts";
import { type FieldPath, getField, withField } from "../model/field-path.ts";
import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import type { MapValue, Timestamp, Value } from "../model/value.ts";
import type { Precondition, Write, WriteResult } from "../model/write.ts";
import type { CommitTime } from "./commit-clock.ts";
import { applyTransform } from "./transforms.ts";

export interface StagedWrite {
  readonly document: StoredDocument | undefined;
  readonly result: WriteResult;
}

/**
 * What one write makes of a document, without storing it.
 * Throws NOT_FOUND, ALREADY_EXISTS or FAILED_PRECONDITION when the precondition does not hold.
 */
export function stageWrite(current: StoredDocument | undefined, write: Write, at: CommitTime): StagedWrite {
  checkPrecondition(current, write);
  if (write.kind === "delete") return { document: undefined, result: { transformResults: [] } };
  if (write.kind === "verify") {
    return { document: current, result: { ...updateTimeOf(current), transformResults: [] } };
  }
  const transformResults: Value[] = [];
  let fields = write.kind === "set" ? write.fields : applyMask(current, write);
  for (const transform of write.transforms) {
    const outcome = applyTransform(transform, getField(fields, transform.path), at.serverTimestamp);
    fields = withField(fields, transform.path, outcome.stored);
    transformResults.push(outcome.result);
  }
  const document = documentOf(current, { name: write.name, fields, time: at.time });
  return { document, result: { updateTime: document.updateTime, transformResults } };
}

function updateTimeOf(document: StoredDocument | undefined): { updateTime?: Timestamp } {
  return document ? { updateTime: document.updateTime } : {};
}

function documentOf(
  current: StoredDocument | undefined,
  next: { name: string; fields: MapValue; time: Timestamp },
): StoredDocument {
  const { fields, time } = next;
  // One string for all versions of a document.
  const name = current?.name ?? next.name;
  return { name, fields, createTime: current?.createTime ?? time, updateTime: time };
}

function applyMask(current: StoredDocument | undefined, write: Write): MapValue {
  let fields: MapValue = current?.fields ?? new Map();
  for (const path of write.mask ?? []) fields = withField(fields, path, valueInWrite(write, path));
  return fields;
}

function valueInWrite(write: Write, path: FieldPath): Value | undefined {
  return getField(write.fields, path);
}

function checkPrecondition(current: StoredDocument | undefined, write: Write): void {
  const precondition: Precondition | undefined = write.precondition;
  if (!precondition) return;
  if (precondition.exists === true && !current) {
    throw new StatusError(StatusCode.NOT_FOUND, `No document to update: ${write.name}`);
  }
  if (precondition.exists === false && current) {
    throw new StatusError(StatusCode.ALREADY_EXISTS, `Document already exists: ${write.name}`);
  }
  const required = precondition.updateTime?.toMicros();
  const stored = current?.updateTime.toMicros();
  if (required !== undefined && required !== stored) {
    throw new StatusError(
      StatusCode.FAILED_PRECONDITION,
      `the stored version (${stored ?? 0}) does not match the required base version (${required})`,
    );
  }
}

/**
 * Throws INVALID_ARGUMENT when a write requires a document that an earlier write of the same commit deletes: the
 * commit contradicts itself, whatever is stored.
 */
export function checkNotDeletedBefore(
  staged: ReadonlyMap<string, StoredDocument | undefined>,
  write: Write,
): void {
  const isDeleted = staged.has(write.name) && staged.get(write.name) === undefined;
  if (isDeleted && write.precondition?.exists === true) {
    throw invalidArgument(`The commit deletes a document and then requires it to exist: ${write.name}`);
  }
}
