import { endpoints } from "@livechat/contract";
import { identify } from "../features/identity/identify.ts";
import {
  createIdentityKey,
  deleteIdentityKey,
  listIdentityKeys,
} from "../features/identity/identity-keys.ts";
import { Reply, route } from "../server/endpoint.ts";

export const identityRoutes = [
  route(endpoints.identify, async ({ body, admitted, bearer }, ctx) => {
    await admitted;
    const { session, isNew } = await identify(body, bearer, ctx);
    return new Reply(isNew ? 201 : 200, session);
  }),

  route(endpoints.createIdentityKey, ({ body }, ctx) => createIdentityKey(body, ctx)),

  route(endpoints.listIdentityKeys, ({ query }, ctx) => listIdentityKeys(query, ctx)),

  route(endpoints.deleteIdentityKey, async ({ params }, ctx) => {
    await deleteIdentityKey(params.id, ctx);
    return null;
  }),
];
