import type { Visitor } from "@livechat/chat-client";

/** A visitor's name, or what else tells one visitor from another. */
export function visitorName(visitor: Visitor | null, visitorId: string, anonymous: string): string {
  return visitor?.name ?? visitor?.email ?? `${anonymous} ${visitorId.slice(0, 6)}`;
}
