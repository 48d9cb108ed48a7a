import {
  type Agent,
  type Conversation,
  endpoints,
  type RoutingStrategy,
  type Session,
  session,
} from "@livechat/contract";

import { ApiClient } from "../../local/api-client.ts";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";

const PAUSE_MS = 50;
const PATIENCE_SECONDS = 30;

/** The running system's API, through Hosting as a browser would reach it. */
export const api = new ApiClient(addresses.api);

let made = 0;

/** A name that no other test uses. */
export function unique(word: string): string {
  made += 1;
  return `${word} ${process.pid}-${made}-${Date.now()}`;
}

export async function login(email: string): Promise<string> {
  return (await api.call(endpoints.login, { body: { email, password: PASSWORD } })).body.token;
}

export function loginAdmin(): Promise<string> {
  return login("admin@livechat.test");
}

export interface TeamMember {
  id: string;
  name: string;
  token: string;
}

/** Creates an agent who is online. */
export async function hire(
  adminToken: string,
  maxConcurrentChats = 5,
  role: Agent["role"] = "agent",
): Promise<TeamMember> {
  const name = unique("Dora");
  const email = `${name.replaceAll(" ", "-").toLowerCase()}@livechat.test`;
  const body = { name, email, password: PASSWORD, maxConcurrentChats, role };
  const { id } = (await api.call(endpoints.createAgent, { token: adminToken, body })).body;
  const token = await login(email);
  await api.call(endpoints.updateAgent, { token, params: { id }, body: { status: "online" } });
  return { id, name, token };
}

/** Creates a group of these agents, in this order. */
export async function makeGroup(
  adminToken: string,
  routingStrategy: RoutingStrategy,
  members: readonly TeamMember[],
): Promise<string> {
  const body = { name: unique("Group"), routingStrategy };
  const { id } = (await api.call(endpoints.createGroup, { token: adminToken, body })).body;
  const agentIds = members.map((member) => member.id);
  await api.call(endpoints.addGroupAgents, { token: adminToken, params: { id }, body: { agentIds } });
  return id;
}

export async function startSession(groupId: string, sessionToken?: string): Promise<Session> {
  const body = { groupId, message: "Hello?", ...(sessionToken !== undefined && { sessionToken }) };
  return session.parse((await api.call(endpoints.startSession, { body })).body);
}

export async function readConversation(session: Session): Promise<Conversation> {
  const { conversationId: id, sessionToken: token } = session;
  return (await api.call(endpoints.getConversation, { token, params: { id } })).body;
}

export async function readAgent(agent: TeamMember): Promise<Agent> {
  return (await api.call(endpoints.getAgent, { token: agent.token, params: { id: agent.id } })).body;
}

/** Reads until the condition holds. @throws with the last value read when it does not in time */
export async function until<T>(
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  patienceSeconds = PATIENCE_SECONDS,
): Promise<T> {
  const patience = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > patience) throw new Error(`Still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The conversation as soon as an agent has it. */
export function untilActive(session: Session): Promise<Conversation> {
  return until(
    () => readConversation(session),
    (conversation) => conversation.status === "active",
  );
}

export async function close(session: Session): Promise<Conversation> {
  const { conversationId: id, sessionToken: token } = session;
  return (await api.call(endpoints.closeConversation, { token, params: { id } })).body;
}
