import { type AgentClient, ChatError } from "@livechat/chat-client";
import { beforeEach, expect, it } from "vitest";
import type { Call } from "../client/call.ts";
import { en } from "../texts/en.ts";
import { textsOf } from "../texts/texts.ts";
import { toasts } from "./toasts.ts";
import { ConversationActions } from "./use-actions.tsx";

interface Answer {
  name: string;
  body?: unknown;
}

/** Actions of an agent with this status; each call of the API takes the next of the answers. */
function desk(status: string, answers: readonly (Error | null)[] = []) {
  const told: Answer[] = [];
  const left = [...answers];
  const client = {
    state: { get: () => ({ me: { id: "anna", role: "agent", status } }) },
    setStatus: async (next: string) => void told.push({ name: `status ${next}` }),
  } as unknown as AgentClient;
  const call = (async (name: string, sent: { body?: unknown }) => {
    told.push({ name, body: sent.body });
    const answer = left.shift();
    if (answer) throw answer;
  }) as unknown as Call;
  const actions = new ConversationActions({ client, call, texts: textsOf("en", en), go: () => {} });
  return { actions, told };
}

beforeEach(() => toasts.set([]));

it("whoever claims while offline goes online first", async () => {
  const { actions, told } = desk("offline");
  expect(await actions.claim("chat")).toBe(true);
  expect(told).toEqual([
    { name: "status online" },
    { name: "assignConversation", body: { agentId: "anna" } },
  ]);
});

it("what may succeed later is said with a button that tries it again", async () => {
  const { actions, told } = desk("online", [new ChatError("service_unavailable", "Come back later.")]);
  expect(await actions.claim("chat")).toBe(false);
  const [toast] = toasts.get();
  expect(toast).toMatchObject({
    text: { message: "Come back later." },
    kind: "problem",
    action: { label: "Try again" },
  });
  toast?.action?.run();
  await expect.poll(() => told.length).toBe(2);
  expect(told[1]).toEqual(told[0]);
});

it("what is refused for good is said alone, and one problem does not hide another", async () => {
  const refusals = [new ChatError("not_allowed", "It is closed."), new ChatError("not_found", "It is gone.")];
  const { actions } = desk("online", refusals);
  await actions.claim("one");
  await actions.claim("two");
  expect(toasts.get().map(({ text, action }) => [(text as Error).message, action])).toEqual([
    ["It is closed.", undefined],
    ["It is gone.", undefined],
  ]);
});
