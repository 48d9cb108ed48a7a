import { assignment } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

/** How the assignment of a conversation stands, by conversation id. Server-only: it names agents and reasons. */
export const assignments = defineCollection("assignments", assignment);
