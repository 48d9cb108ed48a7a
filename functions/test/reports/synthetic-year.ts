import { factsOfHistory, type Happening } from "../../src/metrics/history.ts";
import { pick, type Random } from "./random-histories.ts";

const HOUR_MILLIS = 3_600_000;

/** More in the morning and after lunch, few at night. */
const HOURS = [8, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14, 14, 14, 15, 15, 16, 16, 17, 18, 20, 22, 3];

export interface Company {
  readonly groupIds: readonly string[];
  readonly agentIds: readonly string[];
  readonly tagIds: readonly string[];
}

/** What an ordinary chat makes: assigned, answered a few times, closed; some abandoned or missed. */
export function ordinaryChat(
  id: string,
  { day, company }: { day: number; company: Company },
  random: Random,
) {
  const { groupIds, agentIds, tagIds } = company;
  let at = day + pick(HOURS, random) * HOUR_MILLIS + Math.floor(random() * HOUR_MILLIS);
  const after = (seconds: number) => {
    at += Math.round(seconds * 1000 * (0.2 + 2 * random() ** 2));
    return at;
  };
  const history: Happening[] = [
    { type: "opened", groupId: pick(groupIds, random), at },
    { type: "visitor", at },
  ];
  const agentId = pick(agentIds, random);
  const fate = random();
  if (fate > 0.07) history.push({ type: "assigned", agentId, at: after(20) });
  if (fate > 0.1) {
    for (let i = 0; i < 1 + 6 * random(); i++) {
      history.push({ type: "person", agentId, at: after(45) }, { type: "visitor", at: after(60) });
    }
  }
  const tagged = tagIds.filter(() => random() < 0.2);
  history.push({ type: "closed", tagIds: tagged, asksRating: true, at: after(120) });
  return factsOfHistory(id, history);
}
