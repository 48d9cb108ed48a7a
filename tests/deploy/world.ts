import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "firestore-emulator";
import { buildFunctions } from "../../scripts/build/functions.ts";
import { writeFunctionsLock } from "../../scripts/build/functions-lock.ts";
import { buildPages } from "../../scripts/build/pages.ts";
import { Checkout } from "./checkout.ts";
import { root } from "./cli.ts";
import { FakeGoogle } from "./google/google.ts";
import { FakeSite } from "./google/site.ts";

/** A fake Google with one empty project, its pages, its database, and a checkout to deploy from. */
export interface DeployWorld {
  readonly google: FakeGoogle;
  readonly site: FakeSite;
  readonly firestore: Emulator;
  readonly checkout: Checkout;
  stop(): Promise<void>;
}

async function build(): Promise<void> {
  if (process.env.LIVECHAT_BUILT !== "true" || !existsSync(join(root, "dist", "hosting", "widget.js"))) {
    await Promise.all([buildFunctions(), buildPages()]);
  }
  await writeFunctionsLock();
}

/** Authentication is switched on: a person has to do that. */
export async function openWorld(projectId: string): Promise<DeployWorld> {
  await build();
  const firestore = await startEmulator({ projectId });
  const address = `${firestore.host}:${firestore.port}`;
  process.env.FIRESTORE_EMULATOR_HOST = address;
  process.env.METADATA_SERVER_DETECTION = "none";
  const site = await FakeSite.start(address);
  const google = await FakeGoogle.start(projectId, () => site.url);
  site.serve(google.state);
  google.state.authEnabled = true;
  const checkout = await Checkout.make();
  const stop = async (): Promise<void> => {
    await google.stop();
    await site.stop();
    await firestore.stop();
    await checkout.remove();
  };
  return { google, site, firestore, checkout, stop };
}
