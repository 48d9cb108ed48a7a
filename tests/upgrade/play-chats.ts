import type { FirstAdmin, ReleasedBackend } from "./backend.ts";

type Json = Record<string, unknown> & { id: string };

export const ADMIN: FirstAdmin = {
  name: "Ada",
  email: "ada@livechat.test",
  password: "a password of the tests",
};
const CHATS = 50;
const AGENTS = ["Anna", "Ben", "Chloe", "Dora", "Eve", "Finn"];

/** A session as its visitor has it. */
export interface Chat {
  sessionToken: string;
  conversationId: string;
  threadId: string;
}

/** Speaks to a backend of any version by HTTP alone: no type of today's contract is taken for granted. */
export class Caller {
  constructor(
    private readonly backend: Pick<ReleasedBackend, "fetch">,
    private readonly token?: string,
  ) {}

  as(token: string): Caller {
    return new Caller(this.backend, token);
  }

  /** @throws when the answer is an error */
  async call(method: string, path: string, body?: unknown): Promise<Json> {
    const response = await this.backend.fetch(
      new Request(`http://backend.test${path}`, {
        method,
        headers: {
          "Content-Type": "application/json",
          ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? { id: "" } : JSON.parse(text);
  }
}

export async function logIn(backend: ReleasedBackend, { email, password }: FirstAdmin): Promise<Caller> {
  const stranger = new Caller(backend);
  const { token } = await stranger.call("POST", "/v1/auth/login", { email, password });
  return stranger.as(String(token));
}

interface Team {
  admin: Caller;
  agents: { id: string; caller: Caller }[];
  groupIds: string[];
  tagIds: string[];
}

async function hire(backend: ReleasedBackend): Promise<Team> {
  await backend.createAdmin(ADMIN);
  const admin = await logIn(backend, ADMIN);
  const agents: Team["agents"] = [];
  for (const name of AGENTS) {
    const login = { name, email: `${name.toLowerCase()}@livechat.test`, password: ADMIN.password };
    const { id } = await admin.call("POST", "/v1/agents", { ...login, maxConcurrentChats: 4 });
    const caller = await logIn(backend, login);
    await caller.call("PATCH", `/v1/agents/${id}`, { status: "online" });
    agents.push({ id, caller });
  }
  const groupIds: string[] = [];
  for (const [index, routingStrategy] of ["round_robin", "least_loaded", "sticky"].entries()) {
    const settings = index === 1 ? { answerDeadlineSeconds: 600, visitorInactivitySeconds: 86_400 } : {};
    const group = { name: `Group ${routingStrategy}`, routingStrategy, isDefault: index === 0, settings };
    const { id } = await admin.call("POST", "/v1/groups", group);
    const members = agents.slice(index * 2, index * 2 + 2).map((agent) => agent.id);
    await admin.call("POST", `/v1/groups/${id}/agents`, { agentIds: members });
    groupIds.push(id);
  }
  const tagIds: string[] = [];
  for (const name of ["refund", "bug", "gone"]) {
    tagIds.push((await admin.call("POST", "/v1/tags", { name, color: "#1A73E8" })).id);
  }
  await admin.call("DELETE", `/v1/tags/${tagIds[2]}`);
  return { admin, agents, groupIds, tagIds };
}

const nth = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** What happens to the chat after it began, by its number: every state and most ways into it occur. */
async function live(number: number, chat: Chat, team: Team, backend: ReleasedBackend): Promise<void> {
  const { admin } = team;
  const path = `/v1/conversations/${chat.conversationId}`;
  const visitor = new Caller(backend, chat.sessionToken);
  const { assignedAgentId } = await admin.call("GET", path);
  const owner = team.agents.find((agent) => agent.id === assignedAgentId)?.caller;
  const say = (who: Caller, text: string, more = {}) =>
    who.call("POST", `/v1/threads/${chat.threadId}/events`, { text, ...more });
  if (number % 2 === 0) await say(visitor, `And another thing about order ${number}.`);
  if (owner && number % 3 !== 0) await say(owner, "Let me look.", { metadata: { macro: "look" } });
  if (owner && number % 5 === 0) await say(owner, "Seems to be a refund.", { visibility: "agents" });
  if (number % 4 === 0) await admin.call("PUT", `${path}/tags/${nth(team.tagIds, number % 2)}`);
  if (owner && number % 7 === 1) {
    await admin.call("POST", `${path}/transfer`, { groupId: nth(team.groupIds, number + 1), note: "Yours?" });
  }
  if (owner && number % 6 === 2) await admin.call("POST", `${path}/close`, {});
  if (owner && number % 12 === 2) await say(visitor, "Not solved yet.");
  if (number % 11 === 3) await visitor.call("GET", `${path}/events`);
}

/**
 * Plays a company's morning: six agents in three groups, fifty chats, more than they can take. At its end chats
 * wait, run, were transferred, closed, reopened and tagged; one agent is deleted, one has gone offline.
 */
export async function playChats(backend: ReleasedBackend, advance: (seconds: number) => void): Promise<void> {
  const team = await hire(backend);
  const stranger = new Caller(backend);
  for (let number = 0; number < CHATS; number++) {
    const chat = await stranger.call("POST", "/v1/widget/session", {
      visitor: { name: `Visitor ${number}`, ...(number % 3 === 0 && { email: `v${number}@example.com` }) },
      message: `Where is order ${number}?`,
      groupId: nth(team.groupIds, number),
      metadata: { page: `https://www.example.com/orders/${number}`, number },
    });
    advance(7);
    // The last three are left to their task.
    if (number < CHATS - 3) await backend.runTasks();
    await live(number, chat as Json & Chat, team, backend);
    advance(20);
  }
  const [, ben, , dora] = team.agents;
  await team.admin.call("PATCH", `/v1/agents/${ben?.id}`, { status: "offline" });
  await team.admin.call("DELETE", `/v1/agents/${dora?.id}`);
}
