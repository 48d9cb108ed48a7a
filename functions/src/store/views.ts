import { view } from "@livechat/contract";
import type { z } from "zod";
import { defineCollection } from "./collection.ts";

export type StoredView = z.infer<typeof view>;

export const views = defineCollection("views", view);
