import type { FirebaseAccess } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { DEFAULT_DATABASE } from "../platform/deployment.ts";
import type { Caller } from "./caller.ts";

/** What a client needs to sign in to Firebase and to listen. The claim `kind` tells agents from visitors in the rules. */
export async function firebaseAccess(
  caller: Pick<Caller, "kind" | "id">,
  ctx: Context,
): Promise<FirebaseAccess> {
  const { web, projectId, databaseId, emulators } = ctx.config;
  return {
    customToken: await ctx.mintCustomToken(caller.id, { kind: caller.kind }),
    config: { apiKey: web.apiKey, authDomain: web.authDomain, projectId },
    ...(databaseId !== DEFAULT_DATABASE && { databaseId }),
    ...(emulators && { emulators: { auth: `http://${emulators.auth}`, firestore: emulators.firestore } }),
  };
}

export function visitorAccess(visitorId: string, ctx: Context): Promise<FirebaseAccess> {
  return firebaseAccess({ kind: "visitor", id: visitorId }, ctx);
}
