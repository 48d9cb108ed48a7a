import type { AgentRole, Group, RoutingStrategy } from "@livechat/contract";
import { DEFAULT_FILES_SETTINGS, DEFAULT_GROUP_HOURS, DEFAULT_GROUP_SETTINGS } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { withDerived } from "../src/agent/with-derived.ts";
import { signAgentToken } from "../src/auth/agent-token.ts";
import { agentCredentials } from "../src/store/agent-credentials.ts";
import { agents, type StoredAgent } from "../src/store/agents.ts";
import { files, type StoredFile } from "../src/store/files.ts";
import { groups } from "../src/store/groups.ts";
import type { Backend } from "./harness.ts";

interface Person {
  id: string;
  token: string;
}

/** Puts people and groups straight into the database, as they would be after the API made them. */
export function people(backend: Pick<Backend, "ctx" | "clock">) {
  return {
    /** Another session of an agent. @returns its token */
    async signIn(agentId: string): Promise<string> {
      const { ctx } = backend;
      const sessionId = ctx.newId();
      const session = { startedAt: ctx.now(), seenAt: ctx.now(), userAgent: null };
      await agentCredentials.ref(ctx.db, agentId).update({ [`sessions.${sessionId}`]: session });
      return signAgentToken(agentId, sessionId, ctx);
    },

    async group(
      name: string,
      fields: Partial<Group> & { routingStrategy?: RoutingStrategy } = {},
    ): Promise<string> {
      const { ctx } = backend;
      const id = fields.id ?? ctx.newId();
      const now = ctx.now();
      await groups.ref(ctx.db, id).set({
        name,
        description: "",
        routingStrategy: "round_robin",
        isDefault: false,
        agentIds: [],
        settings: DEFAULT_GROUP_SETTINGS,
        ...DEFAULT_GROUP_HOURS,
        files: DEFAULT_FILES_SETTINGS,
        isDeleted: false,
        deletedAt: null,
        ...fields,
        id,
        createdAt: now,
        updatedAt: now,
      });
      return id;
    },

    /** An agent who is online, in these groups, with a token. */
    async agent(name: string, fields: Partial<StoredAgent> & { role?: AgentRole } = {}): Promise<Person> {
      const { ctx } = backend;
      const id = fields.id ?? ctx.newId();
      const sessionId = ctx.newId();
      const now = ctx.now();
      const agent = withDerived({
        id,
        name,
        email: `${name.toLowerCase()}@livechat.test`,
        role: "agent",
        status: "online",
        chosenStatus: fields.status ?? "online",
        acceptingChats: true,
        maxConcurrentChats: 5,
        activeChats: 0,
        activeConversationIds: [],
        groupIds: [],
        avatarUrl: null,
        lastAssignedAt: null,
        hasPush: false,
        lastAssignedOrder: 0,
        acceptingSince: null,
        kind: "human",
        pausedUntil: null,
        failuresInARow: 0,
        bot: null,
        leased: false,
        leaseLapsed: false,
        signInsValidFrom: null,
        priorities: {},
        routingPools: [],
        freeSlots: 0,
        isDeleted: false,
        deletedAt: null,
        createdAt: now.toISOString(),
        updatedAt: now.toISOString(),
        ...fields,
      });
      const batch = ctx.db.batch();
      batch.set(agents.ref(ctx.db, id), { ...agent, createdAt: now, updatedAt: now });
      batch.set(agentCredentials.ref(ctx.db, id), {
        passwordHash: "",
        tokenGeneration: 1,
        sessions: { [sessionId]: { startedAt: now, seenAt: now, userAgent: null } },
        revokedTokens: {},
        role: agent.role,
        isDeleted: agent.isDeleted,
      });
      for (const groupId of agent.groupIds) {
        batch.update(groups.ref(ctx.db, groupId), { agentIds: FieldValue.arrayUnion(id) });
      }
      await batch.commit();
      return { id, token: signAgentToken(id, sessionId, ctx) };
    },

    /** A visitor's file whose upload is finished; there are no bytes of it. */
    async file(id: string, fields: Partial<StoredFile>): Promise<string> {
      const { ctx } = backend;
      await files.ref(ctx.db, id).set({
        conversationId: null,
        uploaderType: "visitor",
        uploaderId: "nobody",
        name: "screen.png",
        contentType: "image/png",
        declaredContentType: "image/png",
        sizeBytes: 1_000,
        sha256: null,
        width: null,
        height: null,
        hasThumbnail: false,
        altText: null,
        scan: "skipped",
        state: "ready",
        expiresAt: null,
        objectName: `object-of-${id}`,
        uploadUrl: null,
        generation: "1",
        thumbnailGeneration: null,
        rules: DEFAULT_FILES_SETTINGS,
        threadId: null,
        eventId: null,
        visibility: "all",
        processed: true,
        scanDueAt: null,
        dueAt: null,
        ...fields,
        id,
        createdAt: ctx.now(),
      });
      return id;
    },
  };
}
