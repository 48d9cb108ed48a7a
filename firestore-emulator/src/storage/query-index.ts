import type { StoredDocument } from "../model/document.ts";
import { type FieldPath, getField } from "../model/field-path.ts";
import { compareResourceNames } from "../model/order.ts";
import { lastId } from "../model/path.ts";
import { compareValues, isArray, type Value, valuesEqual } from "../model/value.ts";
import { type ScanRange, SortedList } from "./sorted-list.ts";

export interface IndexedField {
  readonly path: FieldPath;
  /** contains: one entry for each distinct element of an array. */
  readonly mode: "asc" | "desc" | "contains";
}

/** What an index holds: documents with all the fields, in the order of their values and names. */
export interface IndexShape {
  readonly fields: readonly IndexedField[];
  readonly nameDirection: "asc" | "desc";
}

export interface IndexEntry {
  /** One value for each field of the shape. */
  readonly key: readonly Value[];
  readonly document: StoredDocument;
  /** The document's id where ids alone decide between equal keys, and the order of UTF-16 is theirs; else undefined. */
  readonly plainId: string | undefined;
}

/** Ids that sort as JavaScript sorts strings: no surrogates, no numeric ids. */
const PLAIN_ID = /^(?!__id)[^\ud800-\udfff]*$/;

/** Two shapes with the same text are the same index. */
export function shapeText(shape: IndexShape): string {
  const fields = shape.fields.map(({ path, mode }) => `${path} ${mode}`);
  return [...fields, shape.nameDirection].join(",");
}

/** A sorted index over some documents, kept up to date by its owner. */
export class QueryIndex {
  private readonly entries: SortedList<IndexEntry>;

  constructor(
    private readonly shape: IndexShape,
    documents: Iterable<StoredDocument>,
    /** Whether all documents are of one collection: then their ids tell them apart. */
    private readonly isOneCollection: boolean,
  ) {
    const entries: IndexEntry[] = [];
    for (const document of documents) entries.push(...this.entriesOf(document));
    this.entries = new SortedList(compareEntries(shape), entries);
  }

  replace(before: StoredDocument | undefined, after: StoredDocument | undefined): void {
    if (before) for (const entry of this.entriesOf(before)) this.entries.remove(entry);
    if (after) for (const entry of this.entriesOf(after)) this.entries.add(entry);
  }

  scan(range: ScanRange<IndexEntry>): Generator<IndexEntry> {
    return this.entries.scan(range);
  }

  private entriesOf(document: StoredDocument): IndexEntry[] {
    let keys: Value[][] = [[]];
    for (const { path, mode } of this.shape.fields) {
      const value = getField(document.fields, path);
      if (value === undefined) return [];
      if (mode !== "contains") {
        for (const key of keys) key.push(value);
      } else {
        const elements = isArray(value) ? distinct(value) : [];
        keys = keys.flatMap((key) => elements.map((element) => [...key, element]));
      }
    }
    const id = this.isOneCollection ? lastId(document.name) : undefined;
    const plainId = id !== undefined && PLAIN_ID.test(id) ? id : undefined;
    return keys.map((key) => ({ key, document, plainId }));
  }
}

function distinct(values: readonly Value[]): Value[] {
  const sorted = [...values].sort(compareValues);
  return sorted.filter((value, i) => i === 0 || !valuesEqual(value, sorted[i - 1] as Value));
}

function compareEntries(shape: IndexShape): (a: IndexEntry, b: IndexEntry) => number {
  const signs = shape.fields.map(({ mode }) => (mode === "desc" ? -1 : 1));
  const nameSign = shape.nameDirection === "desc" ? -1 : 1;
  return (a, b) => {
    for (let i = 0; i < signs.length; i++) {
      const order = compareValues(a.key[i] as Value, b.key[i] as Value);
      if (order !== 0) return order * (signs[i] as number);
    }
    return compareNames(a, b) * nameSign;
  };
}

function compareNames(a: IndexEntry, b: IndexEntry): number {
  if (a.plainId === undefined || b.plainId === undefined) {
    return compareResourceNames(a.document.name, b.document.name);
  }
  return a.plainId === b.plainId ? 0 : a.plainId < b.plainId ? -1 : 1;
}
