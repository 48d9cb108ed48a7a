import type { Visitor } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import { Filter } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

export const storedVisitor = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** The e-mail in small letters, to be found by: what was stored before has none. */
  emailKey: z.string().nullable().default(null),
  locale: z.string().nullable(),
  /** What was stored before it was asked for has none. */
  country: z.string().nullable().default(null),
  metadata: z.record(z.string(), z.unknown()),
  /** Who the company's own server says that this is: the `sub` of a signed token. */
  externalId: z.string().nullable().default(null),
  /** What the company's server says of this person. */
  attributes: z.record(z.string(), z.unknown()).default({}),
  /** Whether the company's server has signed who this is. */
  verified: z.boolean().default(false),
  /** Oldest first. Agents who may see one of the last few may read this document. */
  conversationIds: z.array(z.string()),
  /** When a page of the visitor last called, to the hour. Before that was stored, only the last change is known. */
  lastSeenAt: z.string().nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type StoredVisitor = z.infer<typeof storedVisitor>;

/** An e-mail as a visitor's document holds it. */
export function emailFields(email: string | null): Pick<StoredVisitor, "email" | "emailKey"> {
  return { email, emailKey: email === null ? null : email.toLowerCase() };
}

/** Those with this e-mail, in any case of letters; those stored without a key in the letters that they wrote. */
export function withEmail(query: Query, email: string): Query {
  return query.where(
    Filter.or(Filter.where("emailKey", "==", email.toLowerCase()), Filter.where("email", "==", email)),
  );
}

/** When the visitor was last seen, as far as it is known. */
export function lastSeenAtOf({ lastSeenAt, updatedAt }: StoredVisitor): string {
  return lastSeenAt ?? updatedAt;
}

/** The visitor as the API shows it. */
export function toVisitor(stored: StoredVisitor): Visitor {
  const { verified, emailKey: _, conversationIds: __, ...visitor } = stored;
  return {
    ...visitor,
    isVerified: verified,
    firstSeenAt: stored.createdAt,
    lastSeenAt: lastSeenAtOf(stored),
  };
}

export const visitors = defineCollection("visitors", storedVisitor);

/** A ban as it stands where it is asked for with no read of its own. `until`: null for good. */
export const banMark = z.object({ id: z.string(), until: z.string().nullable() });
export type BanMark = z.infer<typeof banMark>;

const storedVisitorSession = z.object({
  tokenHash: z.string(),
  expiresAt: z.string(),
  endedAt: z.string().nullable(),
  /** The visitor's one open conversation: what makes a second one impossible. */
  openConversationId: z.string().nullable(),
  /** Who last owned a conversation of this visitor, for sticky routing. */
  lastAgentId: z.string().nullable(),
  /** The version of the text that the visitor has agreed to. */
  consentVersion: z.string().nullable().default(null),
  /** Whose session it is, by a signed token. Set once: another person gets another session. */
  externalId: z.string().nullable().default(null),
  /** Which facts about the visitor were signed. */
  signedFacts: z.array(z.string()).default([]),
  /** The visitors as whom the same identified person came in other browsers: their conversations are this one's, too. */
  linkedVisitorIds: z.array(z.string()).default([]),
  /** The visitor's last conversations, oldest first, at most `VISITOR_CONVERSATIONS_ASKED`. */
  conversationIds: z.array(z.string()).default([]),
  /** Where the session was last begun or continued from, as a key that sorts: see platform/ip-address.ts. */
  addressKey: z.string().nullable().default(null),
  /** The ban that ended the session. `until`: null for good. */
  ban: banMark.nullable().default(null),
  /** As the visitor's `lastSeenAt`, which is written with it. */
  seenAt: z.string().nullable().default(null),
});
export type StoredVisitorSession = z.infer<typeof storedVisitorSession>;

/** By visitor id. Kept apart from the visitor, because nobody may read the hash of a token. */
export const visitorSessions = defineCollection("visitorSessions", storedVisitorSession, "visitor");
