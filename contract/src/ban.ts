import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  id,
  includeDeletedQuery,
  instant,
  instantInput,
  line,
  pageOf,
  softDelete,
  timestamps,
  writtenText,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

/** Whom the company does not talk to: one of a visitor, an identified person and a range of addresses. */
export const ban = z
  .object({
    id,
    visitorId: id.nullable(),
    externalId: z.string().nullable(),
    /** In CIDR notation. */
    address: z.string().nullable(),
    reason: z.string(),
    note: z.string().nullable(),
    /** null: for good. */
    expiresAt: instant.nullable(),
    /** Where it came about. */
    conversationId: id.nullable(),
    createdBy: id,
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "Ban" });
export type Ban = z.infer<typeof ban>;

const facts = {
  reason: line(LIMITS.MAX_BAN_REASON_CHARS),
  note: writtenText(LIMITS.MAX_NOTE_LENGTH_CHARS).optional(),
  expiresAt: instantInput.nullable().optional(),
  conversationId: id.optional(),
};
const address = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);

export const createBanBody = z.union([
  z.strictObject({ visitorId: id, ...facts }),
  z.strictObject({ externalId: z.string().min(1).max(LIMITS.MAX_EXTERNAL_ID_CHARS), ...facts }),
  z.strictObject({ address, ...facts }),
]);
export type CreateBan = z.output<typeof createBanBody>;

const params = z.strictObject({ id });
const folder = "Bans";
const sample = {
  id: "ban00000000000000001",
  visitorId: samples.ids.visitor,
  externalId: null,
  address: null,
  reason: "Insults",
  note: null,
  expiresAt: null,
  conversationId: samples.ids.conversation,
  createdBy: samples.ids.agent,
  createdAt: samples.at,
  updatedAt: samples.at,
  isDeleted: false,
  deletedAt: null,
};

export const banEndpoints = {
  createBan: endpoint({
    name: "createBan",
    method: "POST",
    path: "/v1/bans",
    access: "agent",
    scope: "visitors:write",
    errors: ["not_found"],
    audit: "ban.created",
    folder,
    summary: "Ban a visitor, a person or a range of addresses",
    description:
      "Their sessions end at once, with what they listen to; their calls are 403 `banned` until the ban runs out or is lifted. A visitor who is identified is banned as a person. Of addresses, the narrowest that helps: at the widest a /16 of IPv4 or a /32 of IPv6.",
    body: createBanBody,
    response: ban,
    statuses: [201],
    example: {
      body: { visitorId: samples.ids.visitor, reason: "Insults", conversationId: samples.ids.conversation },
      response: sample,
    },
  }),
  listBans: endpoint({
    name: "listBans",
    method: "GET",
    path: "/v1/bans",
    access: "agent",
    scope: "visitors:read",
    folder,
    summary: "List the bans",
    description: "Those that have run out too, until they are lifted.",
    query: deletablePageQuery,
    response: pageOf(ban),
    example: { response: samplePage(sample) },
  }),
  getBan: endpoint({
    name: "getBan",
    method: "GET",
    path: "/v1/bans/{id}",
    access: "agent",
    scope: "visitors:read",
    errors: ["not_found"],
    folder,
    summary: "Read a ban",
    params,
    query: includeDeletedQuery,
    response: ban,
    example: { response: sample },
  }),
  deleteBan: endpoint({
    name: "deleteBan",
    method: "DELETE",
    path: "/v1/bans/{id}",
    access: "supervisor",
    scope: "visitors:write",
    errors: ["not_found"],
    audit: "ban.lifted",
    folder,
    summary: "Lift a ban",
    description: "The old session stays over; with the next message a new one begins.",
    params,
    response: noContent,
  }),
};
