import { prepareTellAdmins } from "../../agent/tell-admins.ts";
import type { Context } from "../../platform/context.ts";
import { forgetListeners } from "../../store/listeners.ts";
import { transact } from "../../store/transact.ts";
import { type StoredWebhook, webhooks } from "../../store/webhooks.ts";
import type { Answered } from "./post.ts";

/** An endpoint that has done nothing but fail for so long is disabled. */
const GIVE_UP_MILLIS = 5 * 24 * 3600 * 1000;
const MINUTE_MILLIS = 60_000;
const GONE = 410;

export const isSuccess = ({ status }: Answered): boolean => status !== null && status >= 200 && status < 300;

/** Why what came back disables the endpoint, or null. Pure. */
function disabledReason(webhook: StoredWebhook, { status }: Answered, now: Date): string | null {
  if (status === GONE) return "It answered 410: it wants no more.";
  const { firstFailureAt } = webhook;
  if (firstFailureAt === null || now.getTime() - Date.parse(firstFailureAt) < GIVE_UP_MILLIS) return null;
  return "It has failed for five days.";
}

/** A change each time that it turns from working to failing or back, and of the time of the last success once a minute. */
function isNews({ firstFailureAt, lastSuccessAt }: StoredWebhook, answered: Answered, now: Date): boolean {
  if (!isSuccess(answered)) return firstFailureAt === null;
  if (firstFailureAt !== null || lastSuccessAt === null) return true;
  return now.getTime() - Date.parse(lastSuccessAt) >= MINUTE_MILLIS;
}

/**
 * Keeps whether an endpoint works, and disables one that answered 410 or has failed for five days: admins are told in the
 * console. Costs nothing while it goes on as it did.
 */
export async function noteHealth(webhook: StoredWebhook, answered: Answered, ctx: Context): Promise<void> {
  const reason = isSuccess(answered) ? null : disabledReason(webhook, answered, ctx.now());
  if (reason === null && !isNews(webhook, answered, ctx.now())) return;
  await transact(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const found = await tx.find(webhooks, webhook.id);
      if (!found || found.state === "disabled") return;
      const ref = webhooks.ref(ctx.db, webhook.id);
      if (isSuccess(answered)) return void tx.update(ref, { firstFailureAt: null, lastSuccessAt: now });
      if (reason === null) return void tx.update(ref, { firstFailureAt: now });
      const tellAdmins = await prepareTellAdmins(tx, ctx);
      const { host } = new URL(found.url);
      tx.update(ref, { state: "disabled", disabledReason: reason, updatedAt: now });
      tellAdmins({
        type: "webhook_disabled",
        text: `The webhook to ${host} is disabled. ${reason}`,
        metadata: { webhookId: found.id, host },
      });
      tx.afterCommit(async () => forgetListeners(ctx));
    },
    { key: `webhook:${webhook.id}` },
  );
}
