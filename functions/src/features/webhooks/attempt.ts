import type { DeliveryAttempt, FeedItem } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import type { SigningSecret } from "../../store/webhooks.ts";
import { BadAddress, checkAddress } from "./address.ts";
import { type Answered, post } from "./post.ts";
import { signedHeaders } from "./sign.ts";

const MAX_EXCERPT_CHARS = 1_000;

/** Whom a message goes to. */
export interface Receiver {
  readonly url: string;
  readonly secrets: readonly SigningSecret[];
}

async function send(receiver: Receiver, { id, ...told }: FeedItem, ctx: Context): Promise<Answered> {
  const body = JSON.stringify(told);
  try {
    const address = await checkAddress(receiver.url, ctx);
    return await post(address, {
      body,
      headers: signedHeaders({ id, body, at: ctx.now() }, receiver.secrets),
    });
  } catch (error) {
    if (!(error instanceof BadAddress)) throw error;
    return { status: null, error: `The address ${error.message}.`, text: "", retryAfter: null };
  }
}

/** Tells one receiver once, and says what came back and what of it the log keeps. */
export async function attempt(
  receiver: Receiver,
  item: FeedItem,
  ctx: Context,
): Promise<{ answered: Answered; attempt: DeliveryAttempt }> {
  const at = ctx.now();
  const answered = await send(receiver, item, ctx);
  const excerpt = answered.text.slice(0, MAX_EXCERPT_CHARS);
  return {
    answered,
    attempt: {
      at: at.toISOString(),
      status: answered.status,
      durationMillis: ctx.now().getTime() - at.getTime(),
      error: answered.error,
      responseExcerpt: excerpt.isWellFormed() ? excerpt : excerpt.slice(0, -1),
    },
  };
}
