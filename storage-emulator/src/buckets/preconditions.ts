import { conditionNotMet, invalid } from "../server/storage-error.ts";
import type { StoredObject } from "./stored-object.ts";

/** A write or read that only happens while the object is as the client believes. Generation 0 is "there is none". */
export interface Preconditions {
  readonly ifGenerationMatch?: number;
  readonly ifGenerationNotMatch?: number;
  readonly ifMetagenerationMatch?: number;
  readonly ifMetagenerationNotMatch?: number;
}

const NAMES = [
  "ifGenerationMatch",
  "ifGenerationNotMatch",
  "ifMetagenerationMatch",
  "ifMetagenerationNotMatch",
] as const;

/** @throws StorageError 400 when one is not a whole number */
export function parsePreconditions(query: URLSearchParams): Preconditions {
  const found: { -readonly [name in keyof Preconditions]: number } = {};
  for (const name of NAMES) {
    const text = query.get(name);
    if (text === null) continue;
    if (!/^\d{1,20}$/.test(text)) throw invalid(`Invalid value for ${name}: "${text}".`);
    found[name] = Number(text);
  }
  return found;
}

/** @throws StorageError 412 when one does not hold */
export function checkPreconditions(conditions: Preconditions, object: StoredObject | undefined): void {
  const generation = object?.generation ?? 0;
  const metageneration = object?.metageneration ?? 0;
  const { ifGenerationMatch, ifGenerationNotMatch, ifMetagenerationMatch, ifMetagenerationNotMatch } =
    conditions;
  const holds =
    (ifGenerationMatch === undefined || ifGenerationMatch === generation) &&
    (ifGenerationNotMatch === undefined || ifGenerationNotMatch !== generation) &&
    (ifMetagenerationMatch === undefined || ifMetagenerationMatch === metageneration) &&
    (ifMetagenerationNotMatch === undefined || ifMetagenerationNotMatch !== metageneration);
  if (!holds) throw conditionNotMet();
}
