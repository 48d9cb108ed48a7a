import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, queryBoolean, text } from "./primitives.ts";
import { samples } from "./samples.ts";

export const draftMode = z.enum(["reply", "note"]);
export type DraftMode = z.infer<typeof draftMode>;

/** What an agent has begun to write: one for each agent, conversation and mode. */
export const draft = z
  .object({
    conversationId: id,
    mode: draftMode,
    text: z.string(),
    /** The last event that the agent had seen when the draft was written. */
    throughSeq: z.number().int(),
    /** null: none was begun, which is told only to who asks with `orEmpty`. */
    updatedAt: instant.nullable(),
  })
  .meta({ id: "Draft" });
export type Draft = z.infer<typeof draft>;

export const saveDraftBody = z.strictObject({
  mode: draftMode,
  text: text(LIMITS.MAX_MESSAGE_LENGTH_CHARS).min(1),
  throughSeq: z.number().int().min(0),
});
export type SaveDraft = z.output<typeof saveDraftBody>;

const params = z.strictObject({ id });
const query = z.strictObject({ mode: draftMode });
const path = "/v1/conversations/{id}/draft";
const folder = "Conversations";
const sample = {
  conversationId: samples.ids.conversation,
  mode: "reply",
  text: "It left our house this",
  throughSeq: 3,
  updatedAt: samples.at,
};

export const draftEndpoints = {
  getDraft: endpoint({
    name: "getDraft",
    method: "GET",
    path,
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Read one's own draft",
    description: "With `orEmpty` the answer is an empty draft where there is none, instead of 404.",
    params,
    query: query.extend({ orEmpty: queryBoolean.optional() }),
    response: draft,
    example: { response: sample },
  }),
  saveDraft: endpoint({
    name: "saveDraft",
    method: "PUT",
    path,
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Keep a draft",
    description: "For whoever may write in the conversation. Drafts are forgotten after 30 days.",
    params,
    body: saveDraftBody,
    response: draft,
    example: { body: { mode: "reply", text: sample.text, throughSeq: 3 }, response: sample },
  }),
  deleteDraft: endpoint({
    name: "deleteDraft",
    method: "DELETE",
    path,
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Drop a draft",
    params,
    query,
    response: noContent,
  }),
};
