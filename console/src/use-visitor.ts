import type { AgentClient, Visitor } from "@livechat/chat-client";
import { useEffect, useState } from "preact/hooks";

/** Who writes: live, null until it is known or while it may not be read. */
export function useVisitor(desk: AgentClient, visitorId: string | null): Visitor | null {
  const [visitor, setVisitor] = useState<Visitor | null>(null);
  useEffect(() => {
    setVisitor(null);
    if (visitorId === null) return undefined;
    return desk.watchVisitor(visitorId, { next: setVisitor, failed: () => setVisitor(null) });
  }, [desk, visitorId]);
  return visitor;
}

/** A visitor's name, or what else tells one visitor from another. */
export function nameOf(visitor: Visitor | null, visitorId: string): string {
  return visitor?.name ?? visitor?.email ?? `Visitor ${visitorId.slice(0, 6)}`;
}
