import { type Endpoint, endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomOf } from "../../simulator/seeded-random.ts";
import { agents } from "../src/store/agents.ts";
import { conversations } from "../src/store/conversations.ts";
import { groups } from "../src/store/groups.ts";
import { type Backend, startBackend } from "./harness.ts";
import { Instances, shuffled, spelled } from "./race.ts";

const CALLS = 24;

/** In one process over many seeds, and over several instances, where a lost race costs a second of back-off. */
const RACES = [
  ...Array.from({ length: 8 }, (_, seed) => ({ seed, instances: 1 })),
  ...Array.from({ length: 2 }, (_, i) => ({ seed: 100 + i, instances: 4 })),
];

let backend: Backend;
let instances: Instances | undefined;
let ada: { id: string; token: string };
let admin: string;

beforeEach(async () => {
  backend = await startBackend();
  ada = await backend.people.agent("Ada", { role: "admin", status: "offline" });
  admin = ada.token;
});

afterEach(async () => {
  await instances?.stop();
  instances = undefined;
  await backend.stop();
});

type Sent<E extends Endpoint> = Parameters<typeof backend.call<E>>[1];

/** Sends all at once and counts the answers by status. */
async function race<E extends Endpoint>(endpoint: E, count: number, sent: readonly Sent<E>[]) {
  instances ??= new Instances(backend, count);
  const running = sent.map((each) => (instances as Instances).call(endpoint, each));
  const answers = await Promise.all(running);
  const statuses: Record<number, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  return { answers, statuses };
}

const times = <T>(make: (i: number) => T): T[] => Array.from({ length: CALLS }, (_, i) => make(i));

describe.each(RACES)(
  "at once (seed $seed, $instances instances)",
  { timeout: 90_000 },
  ({ seed, instances: count }) => {
    const random = randomOf(seed);

    test("one agent gets an e-mail, in whatever spelling", async () => {
      const { statuses } = await race(
        endpoints.createAgent,
        count,
        times((i) => ({
          as: admin,
          body: { name: `Anna ${i}`, email: spelled("anna@livechat.test", random), password: "a password" },
        })),
      );
      expect(statuses).toEqual({ 201: 1, 409: CALLS - 1 });
      const found = await agents
        .all(backend.ctx.db)
        .where("name", ">=", "Anna")
        .where("name", "<", "Annb")
        .get();
      expect(found.size).toBe(1);
    });

    test("one group and one tag get a name", async () => {
      const body = () => ({ name: spelled("Élan ﬁnance", random) });
      const groupsMade = await race(
        endpoints.createGroup,
        count,
        times(() => ({ as: admin, body: body() })),
      );
      const tagsMade = await race(
        endpoints.createTag,
        count,
        times(() => ({ as: admin, body: body() })),
      );
      expect(groupsMade.statuses).toEqual({ 201: 1, 409: CALLS - 1 });
      expect(tagsMade.statuses).toEqual({ 201: 1, 409: CALLS - 1 });
    });

    test("one group is the default from the first moment on, whoever is made it next", async () => {
      const made = await race(
        endpoints.createGroup,
        count,
        times((i) => ({ as: admin, body: { name: `Group ${i}`, isDefault: random() < 0.3 } })),
      );
      expect(made.statuses).toEqual({ 201: CALLS });
      expect(await defaults()).toHaveLength(1);
      const ids = shuffled(made.answers, random).map(({ body }) => body.id);
      const changed = await race(
        endpoints.updateGroup,
        count,
        ids.map((id) => ({ as: admin, params: { id }, body: { isDefault: true } })),
      );
      expect(changed.statuses).toEqual({ 200: CALLS });
      expect(await defaults()).toHaveLength(1);
    });

    async function defaults() {
      return groups.find(groups.all(backend.ctx.db).where("isDefault", "==", true));
    }

    test("of admins who all leave, each in one of two ways, one has to stay", async () => {
      const more = await Promise.all(
        times((i) => backend.people.agent(`Admin${i}`, { role: "admin", status: "offline" })),
      );
      const leaving = shuffled([ada, ...more], random);
      const [demoted, deleted] = [
        leaving.filter((_, i) => i % 2 === 0),
        leaving.filter((_, i) => i % 2 === 1),
      ];
      const outcomes = await Promise.all([
        race(
          endpoints.updateAgent,
          count,
          demoted.map(({ id, token }) => ({ as: token, params: { id }, body: { role: "agent" as const } })),
        ),
        race(
          endpoints.deleteAgent,
          count,
          deleted.map(({ id, token }) => ({ as: token, params: { id } })),
        ),
      ]);
      const statuses = outcomes.flatMap(({ answers }) => answers.map(({ status }) => status));
      expect(statuses.filter((status) => status === 409)).toHaveLength(1);
      expect(statuses.filter((status) => status === 200 || status === 204)).toHaveLength(CALLS);
      const left = agents.all(backend.ctx.db).where("role", "==", "admin").where("isDeleted", "==", false);
      expect(await agents.find(left)).toHaveLength(1);
    });

    test("one of a restored agent and new ones keeps the e-mail", async () => {
      const email = "ben@livechat.test";
      const made = { name: "Ben", email, password: "a password" };
      const { id } = (await backend.call(endpoints.createAgent, { as: admin, body: made })).body;
      await backend.call(endpoints.deleteAgent, { as: admin, params: { id } });
      const [restored, created] = await Promise.all([
        race(endpoints.restoreAgent, count, [{ as: admin, params: { id } }]),
        race(
          endpoints.createAgent,
          count,
          times(() => ({ as: admin, body: made })),
        ),
      ]);
      expect((restored.statuses[200] ?? 0) + (created.statuses[201] ?? 0)).toBe(1);
    });

    test("a visitor has one open conversation", async () => {
      await backend.people.group("Sales", { isDefault: true });
      const first = await backend.startSession();
      await backend.call(endpoints.closeConversation, {
        as: first.sessionToken,
        params: { id: first.conversationId },
      });
      const { answers, statuses } = await race(
        endpoints.startSession,
        count,
        times((i) => ({ body: { sessionToken: first.sessionToken, message: `Hello ${i}` } })),
      );
      expect(statuses).toEqual({ 201: 1, 200: CALLS - 1 });
      expect(new Set(answers.map(({ body }) => body.conversationId)).size).toBe(1);
      const open = conversations.all(backend.ctx.db).where("status", "in", ["pending", "active"]);
      expect((await conversations.find(open)).map(({ lastSeq }) => lastSeq)).toEqual([CALLS]);
    });

    test("events are numbered without gaps, and one id is stored once", async () => {
      await backend.people.group("Sales", { isDefault: true });
      const session = await backend.startSession();
      const { statuses } = await race(
        endpoints.addEvent,
        count,
        times((i) => ({
          as: i % 2 === 0 ? session.sessionToken : admin,
          params: { id: session.threadId },
          body: i % 3 === 0 && i % 2 === 0 ? { id: "the-same-id", text: "once" } : { text: `message ${i}` },
        })),
      );
      const same = CALLS / 6;
      expect(statuses).toEqual({ 201: CALLS - same + 1, 200: same - 1 });
      const { items } = (
        await backend.call(endpoints.listConversationEvents, {
          as: admin,
          params: { id: session.conversationId },
          query: { limit: "100" },
        })
      ).body;
      expect(items.map(({ seq }) => seq)).toEqual(items.map((_, i) => i + 1));
      expect(items.filter(({ id }) => id === "the-same-id")).toHaveLength(1);
      // And the message with which the session began.
      expect(items).toHaveLength(CALLS - same + 2);
    });
  },
);
