import type { AgentClient, Dispose, Visitor } from "@livechat/chat-client";
import { useEffect, useState } from "react";
import { useClient } from "./context.tsx";

/** A visitor that nobody looks at any more is listened to for a little longer: lists are scrolled to and fro. */
const LINGER_MS = 30_000;

interface Watched {
  visitor: Visitor | null;
  readers: Set<(visitor: Visitor | null) => void>;
  stop: Dispose;
  ending: ReturnType<typeof setTimeout> | null;
}

/** One listener for each visitor that is on the screen, however many places show them. */
class Visitors {
  private readonly watched = new Map<string, Watched>();

  constructor(private readonly client: AgentClient) {}

  read(id: string, reader: (visitor: Visitor | null) => void): Dispose {
    const entry = this.watched.get(id) ?? this.watch(id);
    if (entry.ending) clearTimeout(entry.ending);
    entry.ending = null;
    entry.readers.add(reader);
    reader(entry.visitor);
    return () => {
      entry.readers.delete(reader);
      if (entry.readers.size === 0) entry.ending = setTimeout(() => this.drop(id), LINGER_MS);
    };
  }

  known(id: string): Visitor | null {
    return this.watched.get(id)?.visitor ?? null;
  }

  private watch(id: string): Watched {
    const entry: Watched = { visitor: null, readers: new Set(), stop: () => {}, ending: null };
    this.watched.set(id, entry);
    const show = (visitor: Visitor | null) => {
      entry.visitor = visitor;
      for (const reader of [...entry.readers]) reader(visitor);
    };
    entry.stop = this.client.watchVisitor(id, { next: show, failed: () => show(null) });
    return entry;
  }

  private drop(id: string): void {
    this.watched.get(id)?.stop();
    this.watched.delete(id);
  }
}

const byClient = new WeakMap<AgentClient, Visitors>();

export function visitorsOf(client: AgentClient): Visitors {
  const known = byClient.get(client) ?? new Visitors(client);
  byClient.set(client, known);
  return known;
}

/** Who writes: live; null until it is known or while it may not be read. */
export function useVisitor(visitorId: string | null): Visitor | null {
  const client = useClient();
  const [visitor, setVisitor] = useState<Visitor | null>(() =>
    visitorId ? visitorsOf(client).known(visitorId) : null,
  );
  useEffect(() => {
    if (visitorId === null) return setVisitor(null);
    return visitorsOf(client).read(visitorId, setVisitor);
  }, [client, visitorId]);
  return visitor;
}
