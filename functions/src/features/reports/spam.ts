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

/** The closes that are spam: said more often than taken back, in whatever order. */
export function spamIdsOf(said: readonly SpamFact[]): Set<string> {
  const times = new Map<string, number>();
  for (const { factIds, isSpam } of said) {
    for (const id of factIds) times.set(id, (times.get(id) ?? 0) + (isSpam ? 1 : -1));
  }
  return new Set([...times].flatMap(([id, count]) => (count > 0 ? [id] : [])));
}

export async function readSpamFacts(ctx: Context) {
  return (await spamFactsQuery(ctx.db).get()).docs;
}

export const parseSpamFacts = (docs: Parameters<typeof facts.parseAll>[0]): SpamFact[] =>
  facts.parseAll(docs).filter((fact) => fact.kind === "spam");
