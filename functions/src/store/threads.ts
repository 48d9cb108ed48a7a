import { thread } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

export const storedThread = thread.extend({ visitorId: z.string() });
export type StoredThread = z.infer<typeof storedThread>;

export const threads = defineCollection("threads", storedThread);

/** Threads of a conversation are numbered from 1, so that a thread's id tells its conversation without a read. */
export function threadId(conversationId: string, ordinal: number): string {
  return `${conversationId}-${ordinal}`;
}

/** The conversation and number in a thread's id, or null when it is not one. */
export function parseThreadId(id: string): { conversationId: string; ordinal: number } | null {
  const match = /^([A-Za-z0-9]+)-([1-9]\d{0,8})$/.exec(id);
  return match ? { conversationId: match[1] as string, ordinal: Number(match[2]) } : null;
}
