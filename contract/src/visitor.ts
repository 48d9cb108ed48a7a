import { z } from "zod";
import { conversation } from "./conversation.ts";
import { endpoint } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { languageTag } from "./locale.ts";
import {
  email,
  id,
  instant,
  line,
  metadata,
  pageOf,
  pageQuery,
  syncQuery,
  timestamps,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

/** A person who wrote, or is about to, as one browser or one other system knows them. */
export const visitor = z
  .object({
    id,
    name: z.string().nullable(),
    email: z.string().nullable(),
    locale: z.string().nullable(),
    /** Where the browser was when the visitor was seen last, in two letters (ISO 3166-1); null: nothing told. */
    country: z.string().nullable(),
    /** The company's own id of this person. */
    externalId: z.string().nullable(),
    /** Whether the company's server has signed who this is. */
    isVerified: z.boolean(),
    /** What the company's systems say of this person. */
    attributes: z.record(z.string(), z.unknown()),
    /** What the page said when the person first came. */
    metadata: z.record(z.string(), z.unknown()),
    firstSeenAt: instant,
    /** To the hour, unless something else of the visitor changed. */
    lastSeenAt: instant,
    ...timestamps,
  })
  .meta({ id: "Visitor" });
export type Visitor = z.infer<typeof visitor>;

const externalId = line(LIMITS.MAX_EXTERNAL_ID_CHARS);

export const visitorsQuery = pageQuery.extend({
  email: email.optional(),
  externalId: externalId.optional(),
  ...syncQuery.shape,
});
export type VisitorsQuery = z.output<typeof visitorsQuery>;

export const updateVisitorBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).nullable().optional(),
  email: email.nullable().optional(),
  locale: languageTag.nullable().optional(),
  externalId: externalId.nullable().optional(),
  attributes: metadata.optional(),
});
export type UpdateVisitor = z.output<typeof updateVisitorBody>;

const params = z.strictObject({ id });
const folder = "Visitors";
const sample = {
  id: samples.ids.visitor,
  name: "Vera",
  email: "vera@example.com",
  locale: "en",
  country: "CH",
  externalId: "customer-4711",
  isVerified: false,
  attributes: { plan: "pro" },
  metadata: { page: "/pricing" },
  firstSeenAt: samples.at,
  lastSeenAt: samples.at,
  createdAt: samples.at,
  updatedAt: samples.at,
};

export const visitorEndpoints = {
  listVisitors: endpoint({
    name: "listVisitors",
    method: "GET",
    path: "/v1/visitors",
    access: "agent",
    scope: "visitors:read",
    folder,
    summary: "List visitors, those who changed last first",
    description:
      "`email` is found in any case of letters. Supervisors, admins and keys get all; other agents those of their conversations, so that a page may hold fewer than `limit`.",
    query: visitorsQuery,
    response: pageOf(visitor),
    example: { response: samplePage(sample) },
  }),
  getVisitor: endpoint({
    name: "getVisitor",
    method: "GET",
    path: "/v1/visitors/{id}",
    access: "agent",
    scope: "visitors:read",
    errors: ["not_found"],
    folder,
    summary: "Read a visitor",
    description: "For agents who may see one of the visitor's last conversations, supervisors and admins.",
    params,
    response: visitor,
    example: { response: sample },
  }),
  updateVisitor: endpoint({
    name: "updateVisitor",
    method: "PATCH",
    path: "/v1/visitors/{id}",
    access: "agent",
    scope: "visitors:write",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Change what is known of a visitor",
    description:
      "Attributes are merged by key; null removes a key. The `externalId` of a verified visitor is what the company's server has signed: to change it is 409 `not_allowed`.",
    params,
    body: updateVisitorBody,
    response: visitor,
    example: { body: { attributes: { plan: "pro" } }, response: sample },
  }),
  listVisitorConversations: endpoint({
    name: "listVisitorConversations",
    method: "GET",
    path: "/v1/visitors/{id}/conversations",
    access: "agent",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "List a visitor's conversations, newest activity first",
    description: "Those that the caller may see.",
    params,
    query: pageQuery.extend(syncQuery.shape),
    response: pageOf(conversation),
    example: { response: samplePage(samples.conversation) },
  }),
};
