import type { ApiKey, CreateApiKey, NewApiKey, Page, PageQuery, UpdateApiKey } from "@livechat/contract";
import { makeApiKey } from "../../auth/api-key.ts";
import type { AgentCaller } from "../../auth/caller.ts";
import { hashSecret } from "../../auth/session-token.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, notFound, refused } from "../../platform/error.ts";
import { apiKeys } from "../../store/api-keys.ts";
import { byCreation, readPage } from "../../store/pages.ts";
import { configure } from "../../store/transact.ts";

const KEY = "api-keys";
const targetOf = (id: string) => ({ type: "api_key", id });

function endOf(expiresAt: string | null | undefined, ctx: Context): Date | null {
  if (!expiresAt) return null;
  const end = new Date(expiresAt);
  if (end > ctx.now()) return end;
  const details = [{ path: "expiresAt", message: "must lie in the future" }];
  throw new ChatError("validation", "expiresAt: must lie in the future", { details });
}

/** Makes a key. Its secret is in this answer and nowhere else. @throws ChatError `validation` for an end in the past. */
export function createApiKey(input: CreateApiKey, caller: AgentCaller, ctx: Context): Promise<NewApiKey> {
  const id = ctx.newId();
  const secret = ctx.newSecret();
  const expiresAt = endOf(input.expiresAt, ctx);
  const scopes = [...new Set(input.scopes)];
  return configure(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const facts = { name: input.name, scopes };
      const key = { id, ...facts, kind: "server", botAgentId: null, createdBy: caller.id } as const;
      const never = { lastUsedAt: null, revokedAt: null };
      const secretHash = hashSecret(secret);
      tx.create(apiKeys.ref(ctx.db, id), { ...key, ...never, expiresAt, createdAt: now, secretHash });
      const after = { ...facts, expiresAt: expiresAt?.toISOString() ?? null };
      tx.audit({ action: "api_key.created", target: targetOf(id), before: null, after });
      return {
        ...key,
        ...never,
        expiresAt: after.expiresAt,
        createdAt: now.toISOString(),
        secret: makeApiKey(id, secret),
      };
    },
    { key: KEY, repeatable: true },
  );
}

/** Keys in the order in which they were made, revoked ones too. */
export function listApiKeys(page: PageQuery, ctx: Context): Promise<Page<ApiKey>> {
  return readPage(apiKeys.all(ctx.db), page, { order: byCreation(apiKeys.name), parse: apiKeys.parseAll });
}

/** @throws ChatError `not_found`. */
export async function readApiKey(id: string, ctx: Context): Promise<ApiKey> {
  const key = await apiKeys.get(ctx.db, id);
  if (!key) throw notFound(apiKeys.label);
  return key;
}

/** @throws ChatError `not_found`, `not_allowed` for a revoked key, `validation` for an end in the past. */
export function updateApiKey(id: string, input: UpdateApiKey, ctx: Context): Promise<ApiKey> {
  return configure(
    ctx,
    async (tx) => {
      const key = await tx.need(apiKeys, id);
      if (key.revokedAt !== null) throw refused("key_revoked");
      const name = input.name ?? key.name;
      const kept = key.expiresAt === null ? null : new Date(key.expiresAt);
      const expiresAt = input.expiresAt === undefined ? kept : endOf(input.expiresAt, ctx);
      const before = { name: key.name, expiresAt: key.expiresAt };
      const after = { name, expiresAt: expiresAt?.toISOString() ?? null };
      tx.update(apiKeys.ref(ctx.db, id), { name, expiresAt });
      tx.audit({ action: "api_key.updated", target: targetOf(id), before, after });
      return { ...key, ...after };
    },
    KEY,
  );
}

/** Ends a key at once; one that is revoked stays so. @throws ChatError `not_found`. */
export function revokeApiKey(id: string, ctx: Context): Promise<void> {
  return configure(
    ctx,
    async (tx) => {
      const key = await tx.need(apiKeys, id);
      if (key.revokedAt !== null) return;
      tx.update(apiKeys.ref(ctx.db, id), { revokedAt: ctx.now() });
      tx.audit({ action: "api_key.revoked", target: targetOf(id), before: { name: key.name }, after: null });
    },
    KEY,
  );
}
