import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** Who drains a group's queue just now, by group id, so that others need not contend. Safety does not rest on it. */
const storedLease = z.object({ holder: z.string(), until: z.string() });

export const routingLeases = defineCollection("routingLeases", storedLease);
