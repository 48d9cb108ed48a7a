import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { deepQuery } from "./primitives.ts";

export const health = z
  .object({
    status: z.literal("ok"),
    /** Of the release that answers. */
    version: z.string(),
    /** Of the deployment that answers. */
    revision: z.string(),
    region: z.string(),
  })
  .meta({ id: "Health" });

export const healthEndpoints = {
  getHealth: endpoint({
    name: "getHealth",
    method: "GET",
    path: "/v1/health",
    access: "public",
    folder: "Health",
    summary: "Whether the API answers",
    description:
      "Touches nothing unless `deep=true`, which reads one document and signs a token that nobody gets.",
    query: deepQuery,
    response: health,
    example: {
      response: { status: "ok", version: "0.2.0", revision: "api-00001-abc", region: "europe-west1" },
    },
  }),
};
