import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Collection } from "./collection.ts";

/** What bounds the lists and maps whose schema says no length, as answers' schemas do not: what is asked for is checked. */
const BOUNDED_BY: Readonly<Record<string, string>> = {
  "agentCredentials.revokedTokens":
    "only of release 0.1.0; those that have expired are dropped with each logout",
  "agentCredentials.sessions": "MAX_AGENT_SESSIONS; the one that was not used for the longest time ends",
  "agents.activeConversationIds": "MAX_CONCURRENT_CHATS by routing; MAX_ACTIVE_CONVERSATIONS by force",
  "agents.groupIds": "MAX_GROUPS_PER_AGENT",
  "agents.priorities": "by the agent's groups",
  "agents.routingPools": "by the agent's groups and the priorities there are",
  "apiKeys.scopes": "by the scopes there are",
  "assignments.decision.candidates": "MAX_DECISION_CANDIDATES",
  "assignments.timedOutAgentIds": "by the agents of a group; emptied when it is reopened",
  "audit.after": "one resource; written once",
  "audit.before": "one resource; written once",
  "bots.secrets": "one, made with the bot",
  "cannedResponses.audience": "by its groups",
  "cannedResponses.groupIds": "MAX_GROUPS_PER_RESOURCE",
  "cannedResponses.tagIds": "MAX_TAGS_PER_CONVERSATION",
  "conversations.messageCounts": "empty since release 0.2.0",
  "conversations.metadata": "MAX_METADATA_BYTES",
  "conversations.metrics.fileIds": "MAX_FILES in metrics/progress.ts",
  "conversations.metrics.open.handled": "MAX_SPANS in metrics/progress.ts",
  "conversations.metrics.open.replies": "MAX_REPLIES in metrics/progress.ts",
  "conversations.metrics.open.waits": "MAX_SPANS in metrics/progress.ts",
  "conversations.metrics.owner.active": "MAX_SPANS in metrics/progress.ts",
  "conversations.metrics.ownerIds": "MAX_THREADS_PER_CONVERSATION: each owner has a thread",
  "conversations.metrics.settled.replies": "MAX_REPLIES in metrics/progress.ts",
  "conversations.passedAgentIds": "by the agents of a group; emptied when it is reopened",
  "conversations.tagIds": "MAX_TAGS_PER_CONVERSATION",
  "deliveries.attempts": "MAX_ATTEMPTS_KEPT in deliver.ts",
  "events.files": "MAX_FILES_PER_MESSAGE",
  "events.mentions": "MAX_MENTIONS_PER_NOTE; written once",
  "events.metadata": "MAX_METADATA_BYTES; written once",
  "facts.active": "MAX_SPANS in metrics/progress.ts; written once",
  "facts.days": "by the days of a fact; written once",
  "facts.fileIds": "MAX_FILES in metrics/progress.ts; written once",
  "facts.factIds": "MAX_THREADS_PER_CONVERSATION; written once",
  "facts.ownerIds": "MAX_THREADS_PER_CONVERSATION; written once",
  "facts.replies": "MAX_REPLIES in metrics/progress.ts; written once",
  "facts.tagIds": "MAX_TAGS_PER_CONVERSATION; written once",
  "groups.agentIds": "MAX_AGENTS_PER_GROUP",
  "groups.settings.priorities": "by the group's agents",
  "identities.visitorIds": "MAX_LINKED in link-visitor.ts",
  "months.days": "by the days of a month",
  "notifications.metadata": "a few fixed keys; written once",
  "occurrences.webhookIds": "MAX_WEBHOOKS; written once",
  "presence.hidden": "MAX_CONSOLES in leases.ts",
  "presence.leases": "MAX_CONSOLES in leases.ts",
  "presence.lookedAt": "MAX_CONSOLES in leases.ts",
  "presence.looks": "MAX_CONSOLES in leases.ts",
  "queues.queuedAt": "SUMMARY_PLACES in summary.ts",
  "rollups.accepting": "by what happens on one day; a sum of all days has none",
  "rollups.busy": "by what happens on one day; a sum of all days has none",
  "rollups.slots": "by the quarter hours of a day and the groups",
  "schedules.exceptions": "MAX_SCHEDULE_EXCEPTIONS",
  "schedules.exceptions[].intervals": "MAX_INTERVALS_PER_DAY",
  "schedules.weekly": "by the days of a week",
  "schedules.weekly[].intervals": "MAX_INTERVALS_PER_DAY",
  "visitorSessions.conversationIds": "VISITOR_CONVERSATIONS_ASKED",
  "visitorSessions.linkedVisitorIds": "MAX_LINKED in link-visitor.ts",
  "visitorSessions.signedFacts": "by the facts that can be signed",
  "visitorNotes.notes": "MAX_NOTES_PER_VISITOR",
  "visitors.attributes": "MAX_METADATA_BYTES",
  "visitors.conversationIds": "VISITOR_CONVERSATIONS_ASKED",
  "visitors.metadata": "MAX_METADATA_BYTES",
  "webhooks.eventTypes": "MAX_EVENT_TYPES_PER_WEBHOOK",
  "webhooks.filter.authorTypes": "by the kinds of authors",
  "webhooks.filter.groupIds": "MAX_GROUPS_PER_RESOURCE",
  "webhooks.secrets": "MAX_SIGNING_SECRETS",
  "widgetCounts.greetings": "by the greetings that admins have published, MAX_GREETINGS at a time",
  "widgetCounts.identityRefusals": "by the reasons there are",
  "widgets.allowedDomains": "MAX_ALLOWED_DOMAINS",
  "widgets.draft": "MAX_WIDGET_SETTINGS_BYTES",
  "widgets.published": "MAX_WIDGET_SETTINGS_BYTES",
};

/** The collections that the files of this folder define. */
async function collections(): Promise<Collection<unknown>[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => !file.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((file) => import(join(import.meta.dirname, file))));
  const parts = modules.flatMap((module) => Object.values(module as Record<string, unknown>));
  return parts.filter(
    (part): part is Collection<unknown> => typeof part === "object" && part !== null && "schema" in part,
  );
}

/** What a schema wraps or holds, by a name for messages. */
function partsOf(schema: z.ZodType): [string, z.ZodType][] {
  const def = schema.def as unknown as Record<string, unknown>;
  const parts: [string, unknown][] = [
    ["", def.innerType],
    ["", def.in],
    ["", def.out],
    ["[]", def.element],
    [".*", def.valueType],
    ...Object.entries((def.shape as Record<string, unknown>) ?? {}).map(([name, part]): [string, unknown] => [
      `.${name}`,
      part,
    ]),
    ...((def.options as unknown[]) ?? []).map((part): [string, unknown] => ["", part]),
    ...((def.items as unknown[]) ?? []).map((part, at): [string, unknown] => [`[${at}]`, part]),
    ["", def.left],
    ["", def.right],
  ];
  return parts.filter((part): part is [string, z.ZodType] => part[1] instanceof z.ZodType);
}

function isBounded(schema: z.ZodType): boolean {
  const checks = (schema.def as { checks?: { _zod: { def: { check: string } } }[] }).checks ?? [];
  return checks.some(({ _zod }) => ["max_length", "length_equals", "custom"].includes(_zod.def.check));
}

/** Paths of lists and maps to which any number of things may be added, as far as the schema says. */
function* unbounded(schema: z.ZodType, path: string, above: readonly z.ZodType[] = []): Generator<string> {
  if (above.includes(schema)) return;
  const { type } = schema.def;
  const isMapOfAnyKeys =
    type === "record" && !((schema.def as { keyType?: z.ZodType }).keyType instanceof z.ZodEnum);
  if ((type === "array" || isMapOfAnyKeys) && !isBounded(schema)) yield path;
  for (const [name, part] of partsOf(schema)) yield* unbounded(part, path + name, [...above, schema]);
}

describe("what is stored", () => {
  it("has no list and no map that could grow for ever", async () => {
    const all = await collections();
    expect(all.length).toBeGreaterThan(20);
    const found = new Set(all.flatMap(({ name, schema }) => [...unbounded(schema, name)]));
    expect([...found].filter((path) => !(path in BOUNDED_BY))).toEqual([]);
  });

  it("would not hide a new list or map", () => {
    const schema = z.object({
      told: z.array(z.string()).max(3),
      list: z.array(z.object({ deep: z.array(z.string()).optional() })).nullable(),
      map: z.record(z.string(), z.number()),
      fixed: z.record(z.enum(["a", "b"]), z.number()),
    });
    expect([...unbounded(schema, "x")].sort()).toEqual(["x.list", "x.list[].deep", "x.map"]);
  });
});
