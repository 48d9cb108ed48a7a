import { endpoints } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { route } from "../server/endpoint.ts";
import { groups } from "../store/groups.ts";

/** What every login needs besides the database: the functions' account signs a custom token. */
async function checkSigning(ctx: Context): Promise<void> {
  try {
    await ctx.mintCustomToken("health", {});
  } catch (cause) {
    throw new ChatError("service_unavailable", "Custom tokens cannot be signed: nobody can sign in.", {
      cause,
    });
  }
}

export const healthRoutes = [
  route(endpoints.getHealth, async ({ query }, ctx) => {
    if (query.deep) {
      await groups.ref(ctx.db, "health").get();
      await checkSigning(ctx);
    }
    const { version, revision, region } = ctx.config;
    return { status: "ok" as const, version, revision, region };
  }),
];
