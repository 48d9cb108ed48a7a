import { createHash } from "node:crypto";
import type { ErrorReason } from "@livechat/contract";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import { z } from "zod";
import { refused } from "../platform/error.ts";
import { defineCollection } from "./collection.ts";

/** What must be unique among things that are not deleted. */
export type UniqueKind = "agent-email" | "group-name" | "tag-name";

const storedUniqueKey = z.object({ ownerId: z.string(), value: z.string() });

/** One document for each taken value: two transactions cannot both create it. */
export const uniqueKeys = defineCollection("uniqueKeys", storedUniqueKey);

const TAKEN = {
  "agent-email": "email_taken",
  "group-name": "group_name_taken",
  "tag-name": "tag_name_taken",
} as const satisfies Record<UniqueKind, ErrorReason>;

/**
 * What two spellings that people take for the same have in common: Unicode NFKC without case, without what cannot be
 * seen, runs of spaces as one. By way of the upper case, because letters such as ß and ς have more than one lower case.
 */
export function sameSpelling(value: string): string {
  const seen = value.normalize("NFKC").replace(UNSEEN, "").replace(/\s+/gu, " ").trim();
  const folded = seen.replaceAll(DOTLESS_I, PLACEHOLDER).toUpperCase().toLowerCase().normalize("NFKC");
  return folded.replaceAll(PLACEHOLDER, DOTLESS_I);
}

/** What takes up no room between letters. Joiners within emoji and scripts are no reason for two names to differ either. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Its upper case is I, like that of i: Turkish tells "kılıç" from "kiliç". */
const DOTLESS_I = "\u0131";
/** A character for private use, which has no case. */
const PLACEHOLDER = "\ue131";

/** As release 0.1.0 wrote it: values that are stored under it are found, and released. */
function spellingOfRelease010(value: string): string {
  return value.trim().normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/** Hashed, because a document id holds neither slashes nor more than 1,500 bytes. */
function keyId(kind: UniqueKind, spelling: string): string {
  return `${kind}:${createHash("sha256").update(spelling).digest("base64url")}`;
}

export function uniqueKeyRef(db: Firestore, kind: UniqueKind, value: string) {
  return uniqueKeys.ref(db, keyId(kind, sameSpelling(value)));
}

/** A value with its owner, as it is taken or released. */
export interface UniqueValue {
  kind: UniqueKind;
  value: string;
  ownerId: string;
}

function refuseTaken(taken: { ownerId: string } | null, { kind, ownerId }: UniqueValue): void {
  if (taken && taken.ownerId !== ownerId) {
    throw refused(TAKEN[kind]);
  }
}

/** An early look, outside of a transaction, before costly work. @throws ChatError as `prepareUniqueKey`. */
export async function checkIsFree(db: Firestore, value: UniqueValue): Promise<void> {
  refuseTaken(uniqueKeys.parse(await uniqueKeyRef(db, value.kind, value.value).get()), value);
}

/**
 * Reads whether the value is free and returns the step that takes it: a transaction reads before it writes.
 * @throws ChatError `already_exists` when another owner has it.
 */
export async function prepareUniqueKey(
  tx: Transaction,
  db: Firestore,
  wanted: UniqueValue,
): Promise<() => void> {
  const { kind, value, ownerId } = wanted;
  const ref = uniqueKeyRef(db, kind, value);
  const taken = uniqueKeys.parse(await tx.get(ref));
  refuseTaken(taken, wanted);
  return () => {
    if (!taken) tx.create(ref, { ownerId, value: sameSpelling(value) });
  };
}

/** Frees a value in the transaction that deletes or renames its owner. */
export function releaseUniqueKey(tx: Transaction, db: Firestore, { kind, value }: UniqueValue): void {
  tx.delete(uniqueKeyRef(db, kind, value));
  const before = spellingOfRelease010(value);
  if (before !== sameSpelling(value)) tx.delete(uniqueKeys.ref(db, keyId(kind, before)));
}
