import { widgetCounts } from "@livechat/contract";
import { defineCollection } from "./collection.ts";

const { greetings, identityRefusals, seen } = widgetCounts.shape;

/** How a widget's greetings and identity tokens fared and where it was seen, by widget id. Bounded: by its greetings, and a list of reasons. */
export const widgetCounters = defineCollection(
  "widgetCounts",
  widgetCounts.extend({
    greetings: greetings.default({}),
    identityRefusals: identityRefusals.default({}),
    seen: seen.default(null),
  }),
  "widget",
);
