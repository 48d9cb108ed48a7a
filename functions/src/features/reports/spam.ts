import type { Context } from "../../platform/context.ts";
import {
  type ConversationFact,
  facts,
  type SpamFact,
  type StoredFact,
  spamFactsQuery,
} from "../../store/facts.ts";
import type { FactsToCount } from "./rollup.ts";

/** Reads the closes that facts name which say what is spam: none for most lists. */
export async function withNamed(list: readonly StoredFact[], ctx: Context): Promise<FactsToCount> {
  const ids = [...new Set(list.flatMap((fact) => (fact.kind === "spam" ? fact.factIds : [])))];
  const found = ids.length === 0 ? [] : await ctx.db.getAll(...ids.map((id) => facts.ref(ctx.db, id)));
  const closes = found.flatMap((snapshot): ConversationFact[] => {
    const fact = facts.parse(snapshot);
    return fact?.kind === "conversation" ? [fact] : [];
  });
  return { list, named: new Map(closes.map((close) => [close.id, close])) };
}

/** The closes that are spam by what was said last. */
export function spamIdsOf(said: readonly SpamFact[]): Set<string> {
  const ids = new Set<string>();
  for (const { factIds, isSpam } of said.toSorted((a, b) => a.recordedAt.localeCompare(b.recordedAt))) {
    for (const id of factIds) {
      if (isSpam) ids.add(id);
      else ids.delete(id);
    }
  }
  return ids;
}

export async function readSpamFacts(ctx: Context) {
  return (await spamFactsQuery(ctx.db).get()).docs;
}

export const parseSpamFacts = (docs: Parameters<typeof facts.parseAll>[0]): SpamFact[] =>
  facts.parseAll(docs).filter((fact) => fact.kind === "spam");
