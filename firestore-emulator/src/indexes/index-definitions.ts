import type { FieldPath } from "../model/field-path.ts";

/** Queries on one collection, or on every collection of the same id (a collection group). */
export type IndexScope = "collection" | "group";

/** How an index sorts a field, or that it holds the elements of lists. */
export type IndexMode = "asc" | "desc" | "contains";

export interface IndexedField {
  readonly path: FieldPath;
  readonly mode: IndexMode;
}

export interface VectorField {
  readonly path: FieldPath;
  readonly dimension: number;
}

/** An index over several fields, as an entry of "indexes". */
export interface CompositeIndex {
  readonly collectionId: string;
  readonly scope: IndexScope;
  /** Without the closing `__name__`. */
  readonly fields: readonly IndexedField[];
  readonly nameDirection: "asc" | "desc";
  readonly vector?: VectorField;
}

export interface SingleFieldIndex {
  readonly scope: IndexScope;
  readonly mode: IndexMode;
}

/** An entry of "fieldOverrides": exactly these single-field indexes exist for the field, in place of the usual. */
export interface FieldOverride {
  readonly collectionId: string;
  /** "*" stands for every field of the collection. */
  readonly path: FieldPath;
  readonly indexes: readonly SingleFieldIndex[];
}

/** What Firestore builds for a field without being asked. */
const AUTOMATIC: readonly SingleFieldIndex[] = [
  { scope: "collection", mode: "asc" },
  { scope: "collection", mode: "desc" },
  { scope: "collection", mode: "contains" },
];

/** Names are stored in ascending order; the reverse has to be asked for. */
const AUTOMATIC_FOR_NAMES: readonly SingleFieldIndex[] = [
  { scope: "collection", mode: "asc" },
  { scope: "group", mode: "asc" },
];

/** What is indexed: the composite indexes and the exceptions from automatic single-field ones. */
export class IndexDefinitions {
  readonly composites: readonly CompositeIndex[];
  readonly #overrides: readonly FieldOverride[];

  constructor(composites: readonly CompositeIndex[], overrides: readonly FieldOverride[]) {
    this.composites = composites;
    this.#overrides = overrides;
  }

  /** The single-field indexes of a field: those of its own override, of its nearest parent's, or the usual ones. */
  singleField(collectionId: string, path: FieldPath): readonly SingleFieldIndex[] {
    const overrides = this.#overrides.filter((override) => override.collectionId === collectionId);
    if (path.isDocumentName) {
      const own = overrides.find((override) => override.path.isDocumentName)?.indexes ?? [];
      return [...AUTOMATIC_FOR_NAMES, ...own];
    }
    const nearest = overrides
      .filter((override) => override.path.isPrefixOf(path))
      .sort((a, b) => b.path.segments.length - a.path.segments.length)[0];
    const all = overrides.find(({ path: { segments } }) => segments.length === 1 && segments[0] === "*");
    return (nearest ?? all)?.indexes ?? AUTOMATIC;
  }
}
