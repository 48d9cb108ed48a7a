import { inject } from "vitest";
import type { Addresses } from "../local/system.ts";

const systems = inject("systems");
/** Of 1 to as many as run at once: files that run side by side have different ones. */
const worker = Number(process.env.VITEST_POOL_ID);
const own = systems[(worker - 1) % systems.length];
if (own === undefined) throw new Error(`No system runs for worker ${process.env.VITEST_POOL_ID}.`);

/** Where the running system answers. It is this file's alone while the file runs. */
export const addresses: Addresses = own;
