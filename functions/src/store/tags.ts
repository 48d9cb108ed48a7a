import { tag } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

export const tags = defineCollection("tags", tag);
