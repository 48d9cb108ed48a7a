import { z } from "zod";
import { decision } from "./assignment.ts";
import { endpoint } from "./endpoint.ts";
import { id } from "./primitives.ts";
import { samples } from "./samples.ts";

/** What routing would decide now. */
export const routingPreview = decision
  .extend({
    groupId: id,
    /** How many conversations wait in front: they are decided on first. */
    waitingBefore: z.number().int().min(0),
  })
  .meta({ id: "RoutingPreview" });
export type RoutingPreview = z.infer<typeof routingPreview>;

const params = z.strictObject({ id });

export const routingPreviewEndpoints = {
  previewConversationRouting: endpoint({
    name: "previewConversationRouting",
    method: "GET",
    path: "/v1/conversations/{id}/routing-preview",
    access: "supervisor",
    scope: "conversations:read",
    errors: ["not_found"],
    folder: "Conversations",
    summary: "Who would be assigned the conversation now, and why",
    description:
      "Routing's own decision, without assigning anything. A conversation that does not wait is taken as if it began to.",
    params,
    response: routingPreview,
    example: { response: samples.routingPreview },
  }),
  previewGroupRouting: endpoint({
    name: "previewGroupRouting",
    method: "GET",
    path: "/v1/groups/{id}/routing-preview",
    access: "supervisor",
    scope: "groups:read",
    errors: ["not_found"],
    folder: "Groups",
    summary: "Who would be assigned a new conversation of the group now, and why",
    description: "Routing's own decision, without assigning anything.",
    params,
    response: routingPreview,
    example: { response: samples.routingPreview },
  }),
};
