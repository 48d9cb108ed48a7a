import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, writtenText } from "./primitives.ts";
import { samples } from "./samples.ts";

/** What an agent has noted of a person, for the team alone: it stays when a conversation ends. */
export const visitorNote = z
  .object({
    id,
    text: z.string(),
    /** Who wrote it. */
    authorId: id,
    createdAt: instant,
  })
  .meta({ id: "VisitorNote" });
export type VisitorNote = z.infer<typeof visitorNote>;

export const addVisitorNoteBody = z.strictObject({ text: writtenText(LIMITS.MAX_NOTE_LENGTH_CHARS).min(1) });

const params = z.strictObject({ id });
const folder = "Visitors";
const path = "/v1/visitors/{id}/notes";
const sample = {
  id: "note0000000000000001",
  text: "Prefers to be called in the morning.",
  authorId: samples.agent.id,
  createdAt: samples.at,
};

export const visitorNoteEndpoints = {
  listVisitorNotes: endpoint({
    name: "listVisitorNotes",
    method: "GET",
    path,
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "List what the team has noted of a visitor, newest first",
    description:
      "All of them: there are at most 50. For agents who may see the visitor. Visitors never see notes.",
    params,
    response: z.object({ items: z.array(visitorNote) }),
    example: { response: { items: [sample] } },
  }),
  addVisitorNote: endpoint({
    name: "addVisitorNote",
    method: "POST",
    path,
    access: "agent",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Note something of a visitor",
    description:
      "For agents who may see the visitor. A visitor has at most 50 notes: one more is 409 `not_allowed`.",
    params,
    body: addVisitorNoteBody,
    response: visitorNote,
    statuses: [201],
    example: { body: { text: sample.text }, response: sample },
  }),
  deleteVisitorNote: endpoint({
    name: "deleteVisitorNote",
    method: "DELETE",
    path: `${path}/{noteId}`,
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Delete a note of a visitor",
    description: "For who wrote it, supervisors and admins. The text is gone for good.",
    params: params.extend({ noteId: id }),
    response: noContent,
  }),
};
