import type {
  CreateWebhook,
  NewWebhook,
  RotatedSecret,
  UpdateWebhook,
  Webhook,
  WebhookFilter,
} from "@livechat/contract";
import { LIMITS } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { forgetListeners } from "../../store/listeners.ts";
import { configure } from "../../store/transact.ts";
import { type StoredWebhook, webhooks } from "../../store/webhooks.ts";
import { checkSentAddress } from "./address.ts";
import { makeSigningSecret, signingNow } from "./sign.ts";

const KEY = "webhooks";
const OLD_SECRET_SIGNS_MILLIS = 24 * 3600 * 1000;

const targetOf = (id: string) => ({ type: "webhook", id });
/** What the audit log keeps: no secret. */
const audited = ({ url, description, eventTypes, filter, state }: Webhook) => {
  return { url, description, eventTypes, filter, state };
};

function filterOf(given: CreateWebhook["filter"], before: WebhookFilter): WebhookFilter {
  const { groupIds = before.groupIds, authorTypes = before.authorTypes } = given ?? {};
  return { groupIds, authorTypes, includeNotes: given?.includeNotes ?? before.includeNotes };
}

/**
 * Makes a webhook. Its secret is in this answer and nowhere else.
 * @throws ChatError `validation` for an address that does not lead to the public internet, `not_allowed` when there are as
 * many as there may be.
 */
export async function createWebhook(input: CreateWebhook, ctx: Context): Promise<NewWebhook> {
  await checkSentAddress(input.url, "url", ctx);
  const id = ctx.newId();
  const secret = makeSigningSecret(ctx.newSecret());
  const made = await configure(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const { size } = await tx.get(webhooks.all(ctx.db).select().limit(LIMITS.MAX_WEBHOOKS));
      if (size >= LIMITS.MAX_WEBHOOKS) {
        throw refused("too_many_webhooks", { max: LIMITS.MAX_WEBHOOKS });
      }
      const facts = {
        id,
        url: input.url,
        description: input.description ?? "",
        eventTypes: [...new Set(input.eventTypes)],
        filter: filterOf(input.filter, { groupIds: [], authorTypes: [], includeNotes: false }),
        state: "active" as const,
        disabledReason: null,
        firstFailureAt: null,
        lastSuccessAt: null,
      };
      const secrets = [{ secret, until: null }];
      tx.create(webhooks.ref(ctx.db, id), { ...facts, secrets, createdAt: now, updatedAt: now });
      const at = now.toISOString();
      const webhook = { ...facts, createdAt: at, updatedAt: at };
      tx.audit({ action: "webhook.created", target: targetOf(id), before: null, after: audited(webhook) });
      return { ...webhook, secret };
    },
    { key: KEY, repeatable: true },
  );
  forgetListeners(ctx);
  return made;
}

/** What starts or stops it. Made active again, it is as if it had never failed. */
function stateChange(state: UpdateWebhook["state"]) {
  if (state === undefined) return {};
  return state === "active" ? { state, disabledReason: null, firstFailureAt: null } : { state };
}

/** @throws ChatError `not_found`, `validation` for an address that does not lead to the public internet. */
export async function updateWebhook(id: string, input: UpdateWebhook, ctx: Context): Promise<Webhook> {
  if (input.url !== undefined) await checkSentAddress(input.url, "url", ctx);
  const changed = await configure(
    ctx,
    async (tx) => {
      const before = await tx.need(webhooks, id);
      const fields: Partial<StoredWebhook> = {
        ...(input.url !== undefined && { url: input.url }),
        ...(input.description !== undefined && { description: input.description }),
        ...(input.eventTypes && { eventTypes: [...new Set(input.eventTypes)] }),
        ...(input.filter && { filter: filterOf(input.filter, before.filter) }),
        ...stateChange(input.state),
      };
      const now = ctx.now();
      const after = { ...before, ...fields, updatedAt: now.toISOString() };
      tx.update(webhooks.ref(ctx.db, id), { ...fields, updatedAt: now });
      const told = { before: audited(before), after: audited(after) };
      tx.audit({ action: "webhook.updated", target: targetOf(id), ...told });
      return after;
    },
    KEY,
  );
  forgetListeners(ctx);
  return changed;
}

/** Deletes a webhook for good; one that is not there stays so. What it was still to be told is dropped when its turn comes. */
export async function deleteWebhook(id: string, ctx: Context): Promise<void> {
  await configure(
    ctx,
    async (tx) => {
      const before = await tx.find(webhooks, id);
      if (!before) return;
      tx.delete(webhooks.ref(ctx.db, id));
      tx.audit({ action: "webhook.deleted", target: targetOf(id), before: audited(before), after: null });
    },
    KEY,
  );
  forgetListeners(ctx);
}

/** Makes another secret; the one of before signs too for a day. @throws ChatError `not_found`. */
export function rotateSecret(id: string, ctx: Context): Promise<RotatedSecret> {
  const secret = makeSigningSecret(ctx.newSecret());
  return configure(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const { secrets } = await tx.need(webhooks, id);
      const until = new Date(now.getTime() + OLD_SECRET_SIGNS_MILLIS);
      // Rotated twice within a day, all three sign: none of them ends sooner than was said.
      const old = signingNow(secrets, now).map((one) => ({
        secret: one.secret,
        until: one.until === null ? until : new Date(one.until),
      }));
      if (old.length >= LIMITS.MAX_SIGNING_SECRETS) {
        throw refused("too_many_secrets", { count: old.length });
      }
      tx.update(webhooks.ref(ctx.db, id), { secrets: [{ secret, until: null }, ...old], updatedAt: now });
      tx.audit({ action: "webhook.secret_rotated", target: targetOf(id), before: null, after: null });
      return { secret, oldSecretSignsUntil: until.toISOString() };
    },
    KEY,
  );
}
