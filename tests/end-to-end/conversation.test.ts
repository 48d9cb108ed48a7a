import { endpoints, type Session } from "@livechat/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { Refused } from "../../local/api-client.ts";
import {
  api,
  close,
  hire,
  loginAdmin,
  makeGroup,
  readAgent,
  readConversation,
  startSession,
  type TeamMember,
  until,
  untilActive,
} from "./people.ts";

const SESSIONS_MEASURED = 7;

let admin = "";
let dora: TeamMember;
let groupId = "";

beforeAll(async () => {
  admin = await loginAdmin();
  dora = await hire(admin);
  groupId = await makeGroup(admin, "round_robin", [dora]);
});

function send(threadId: string, token: string, text: string) {
  return api.call(endpoints.addEvent, { token, params: { id: threadId }, body: { text } });
}

async function events(session: Session, token: string) {
  const { conversationId: id } = session;
  return (await api.call(endpoints.listConversationEvents, { token, params: { id } })).body.items;
}

describe("the team", () => {
  it("is who the token says", async () => {
    const me = (await api.call(endpoints.me, { token: dora.token })).body;
    expect(me).toMatchObject({ id: dora.id, role: "agent", status: "online", groupIds: [groupId] });
  });

  it("is listed by group", async () => {
    const agents = (await api.call(endpoints.listAgents, { token: admin, query: { groupId } })).body.items;
    expect(agents.map((agent) => agent.id)).toEqual([dora.id]);
    const groups = (await api.call(endpoints.listGroups, { token: dora.token, query: { limit: "100" } }))
      .body;
    expect(groups.items.find((group) => group.id === groupId)?.agentIds).toEqual([dora.id]);
  });

  it("is closed to strangers", async () => {
    const noToken = await api.call(endpoints.me).catch((error: unknown) => error);
    expect(noToken).toBeInstanceOf(Refused);
    expect(noToken).toMatchObject({ status: 401 });
  });
});

describe("a conversation", () => {
  let session: Session;

  it("starts, and Cloud Tasks gives it to the agent", async () => {
    const started = Date.now();
    session = await startSession(groupId);
    expect(session.status).toBe("pending");
    const conversation = await untilActive(session);
    console.log(`session POST to active, processes starting: ${Date.now() - started} ms`);
    expect(conversation).toMatchObject({ assignedAgentId: dora.id, groupId, queue: null });
    expect(conversation.activeThreadId).not.toBe(session.threadId);
  });

  it("went to a new thread that says who joined", async () => {
    const { activeThreadId } = await readConversation(session);
    const read = async (id: string) =>
      (await api.call(endpoints.getThread, { token: dora.token, params: { id } })).body;
    const first = await read(session.threadId);
    const second = await read(String(activeThreadId));
    expect(first).toMatchObject({ status: "closed", agentId: null, nextThreadId: second.id });
    expect(second).toMatchObject({ status: "active", agentId: dora.id, previousThreadId: first.id });
    const texts = (await events(session, session.sessionToken)).map((event) => event.text);
    expect(texts).toContain(`${dora.name} joined`);
  });

  it("explains who was chosen", async () => {
    const params = { id: session.conversationId };
    const assignment = (await api.call(endpoints.getAssignment, { token: dora.token, params })).body;
    expect(assignment).toMatchObject({ state: "assigned", lastError: null });
    expect(assignment.decision).toMatchObject({ strategy: "round_robin", chosenAgentId: dora.id });
  });

  it("counts with the agent", async () => {
    expect((await readAgent(dora)).activeChats).toBe(1);
  });

  it("keeps what both say, in order, for both", async () => {
    const { activeThreadId } = await readConversation(session);
    const thread = String(activeThreadId);
    await send(thread, dora.token, "Good morning, how can I help?");
    await send(thread, session.sessionToken, "Where is my order?");
    await send(thread, dora.token, "On its way.");
    const forVisitor = await events(session, session.sessionToken);
    expect(forVisitor.map((event) => event.seq)).toEqual(forVisitor.map((_, index) => index + 1));
    const said = forVisitor.filter((event) => event.type === "message");
    expect(said.map((event) => [event.authorType, event.text])).toEqual([
      ["visitor", "Hello?"],
      ["agent", "Good morning, how can I help?"],
      ["visitor", "Where is my order?"],
      ["agent", "On its way."],
    ]);
    expect(await events(session, dora.token)).toEqual(forVisitor);
  });

  it("takes a message that is sent again only once", async () => {
    const thread = String((await readConversation(session)).activeThreadId);
    const body = { id: "sent-again-1", text: "Thank you" };
    const first = await api.call(endpoints.addEvent, {
      token: session.sessionToken,
      params: { id: thread },
      body,
    });
    const again = await api.call(endpoints.addEvent, {
      token: session.sessionToken,
      params: { id: thread },
      body,
    });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
  });

  it("closes once and for all, and frees the agent", async () => {
    const params = { id: session.conversationId };
    const closed = (await api.call(endpoints.closeConversation, { token: dora.token, params })).body;
    expect(closed).toMatchObject({ status: "closed", activeThreadId: null });
    expect(await close(session)).toEqual(closed);
    expect((await readAgent(dora)).activeChats).toBe(0);
    const late = await send(closed.id, dora.token, "One more thing").catch((error: unknown) => error);
    expect(late).toBeInstanceOf(Refused);
  });

  it("opens again when the visitor writes, and is routed anew", async () => {
    const sent = await send(session.threadId, session.sessionToken, "It has not come");
    expect(sent.status).toBe(201);
    const again = await untilActive(session);
    expect(again.assignedAgentId).toBe(dora.id);
    await close(session);
  });
});

it("is active soon when the processes run", async () => {
  const times: number[] = [];
  for (let count = 0; count < SESSIONS_MEASURED; count++) {
    const started = Date.now();
    const session = await startSession(groupId);
    await untilActive(session);
    times.push(Date.now() - started);
    expect((await close(session)).status).toBe("closed");
  }
  times.sort((one, other) => one - other);
  console.log(`session POST to active, ${SESSIONS_MEASURED} one by one: ${times.join(", ")} ms`);
});

it("waits while nobody can take it, and goes to the agent who comes online", async () => {
  const params = { id: dora.id };
  await api.call(endpoints.updateAgent, { token: dora.token, params, body: { status: "away" } });
  const session = await startSession(groupId);
  const assignment = await until(
    async () =>
      (await api.call(endpoints.getAssignment, { token: admin, params: { id: session.conversationId } }))
        .body,
    ({ state }) => state === "waiting",
  );
  expect(assignment.decision?.candidates).toMatchObject([{ agentId: dora.id, refusedBecause: "away" }]);
  expect((await readConversation(session)).queue?.position).toBe(1);
  await api.call(endpoints.updateAgent, { token: dora.token, params, body: { status: "online" } });
  expect((await untilActive(session)).assignedAgentId).toBe(dora.id);
  await close(session);
});
