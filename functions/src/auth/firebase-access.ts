import type { FirebaseAccess } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { DEFAULT_DATABASE } from "../platform/deployment.ts";
import type { Caller } from "./caller.ts";

/**
 * What a client needs to sign in to Firebase and to listen. The claim `kind` tells agents from visitors in the rules;
 * `mintedAt` (milliseconds) is compared there with the time from which on sign-ins are good. It is the time at which the
 * caller was verified, or a bit before: what ended the session since then ends this sign-in, too.
 */
export async function firebaseAccess(
  caller: Pick<Caller, "kind" | "id" | "verifiedAt">,
  ctx: Context,
): Promise<FirebaseAccess> {
  const { web, projectId, databaseId, emulators } = ctx.config;
  return {
    customToken: await ctx.mintCustomToken(caller.id, {
      kind: caller.kind,
      mintedAt: caller.verifiedAt.getTime(),
    }),
    config: { apiKey: web.apiKey, authDomain: web.authDomain, projectId },
    ...(databaseId !== DEFAULT_DATABASE && { databaseId }),
    ...(emulators && { emulators: { auth: `http://${emulators.auth}`, firestore: emulators.firestore } }),
  };
}

export function visitorAccess(
  { id, verifiedAt }: { id: string; verifiedAt: Date },
  ctx: Context,
): Promise<FirebaseAccess> {
  return firebaseAccess({ kind: "visitor", id, verifiedAt }, ctx);
}
