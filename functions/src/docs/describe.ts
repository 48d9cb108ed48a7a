import { CONVERSATIONS } from "./descriptions/conversations.ts";
import { EVERYWHERE } from "./descriptions/everywhere.ts";
import { INTEGRATIONS } from "./descriptions/integrations.ts";
import { TEAM } from "./descriptions/team.ts";
import { WIDGETS } from "./descriptions/widgets.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * What every property and parameter means, by the end of its place: `queue.position` is the position in whatever is called
 * queue, `position` any other. A place begins with the schema's name, without what `Create`, `Update`, `New` and `Body` say of
 * the call, or with the call's own name. They stand here, not in the contract, which every page loads.
 */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ...EVERYWHERE,
  ...TEAM,
  ...CONVERSATIONS,
  ...WIDGETS,
  ...INTEGRATIONS,
};

/** The resource that a component is about: `CreateBotBody`, `UpdateBotBody`, `NewBot` and `Bot` are all `Bot`. */
export const resourceOf = (component: string): string =>
  component.replace(/^(Create|Update|New)(?=[A-Z])/, "").replace(/Body$/, "");

/** The key of the longest end of the place that is described; undefined: none is. Pure. */
export function keyOf(place: readonly string[]): string | undefined {
  const ends = place.map((_, from) => place.slice(from).join("."));
  return ends.find((end) => end in DESCRIPTIONS);
}

/** What a property or a parameter at this place means; its own words, where it has some, come first. */
export function described(schema: JsonSchema, place: readonly string[]): JsonSchema {
  const key = keyOf(place);
  return key === undefined || "description" in schema
    ? schema
    : { ...schema, description: DESCRIPTIONS[key] };
}

/** The schema with a description at each property below. `place`: where it stands, from its component or call on. */
export function describeBelow(value: unknown, place: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => describeBelow(item, place));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([keyword, below]) => [
    keyword,
    keyword === "properties" ? describeFields(below as JsonSchema, place) : describeBelow(below, place),
  ]);
  return Object.fromEntries(entries);
}

function describeFields(fields: JsonSchema, place: readonly string[]): JsonSchema {
  const entries = Object.entries(fields).map(([name, field]) => {
    const at = [...place, name];
    return [name, described(describeBelow(field, at) as JsonSchema, at)];
  });
  return Object.fromEntries(entries);
}
