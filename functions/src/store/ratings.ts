import { rating } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

/** By thread id: a thread is closed once, and rated once. */
export const ratings = defineCollection("ratings", rating, "rating");
