import type { Agent } from "@livechat/contract";

const MOST_SHOWN = 8;
type Named = Pick<Agent, "id" | "name">;

/** What was typed after the @ that stands before the cursor, and where that is; null when none does. */
export function mentionAt(text: string, cursor: number): { at: number; typed: string } | null {
  const match = /(?:^|[\s(])@([^\s@]*(?: [^\s@]*)?)$/u.exec(text.slice(0, cursor));
  if (!match) return null;
  const typed = match[1] ?? "";
  return { at: cursor - typed.length - 1, typed };
}

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whose name begins so, or a part of whose name does. */
export function mentionable<A extends Named>(agents: readonly A[], typed: string): A[] {
  const wanted = folded(typed);
  return agents
    .filter(({ name }) => folded(name).startsWith(wanted) || folded(name).includes(` ${wanted}`))
    .slice(0, MOST_SHOWN);
}

/** The note as it is sent: names after an @ become ids, the longest name first. A letter after a name makes it another. */
export function withMentions(text: string, agents: readonly Named[]): string {
  const byLength = [...agents].sort((a, b) => b.name.length - a.name.length);
  let sent = text;
  for (const { id, name } of byLength) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    sent = sent.replace(new RegExp(`(^|[\\s(])@${escaped}(?![\\p{L}\\p{N}])`, "gu"), `$1@[${id}]`);
  }
  return sent;
}
