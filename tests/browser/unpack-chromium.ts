import { chromiumPath } from "./launch-chromium.ts";

/** Before any file runs: two that begin at the same time would both unpack the browser, one into the other's hands. */
export default async function setup(): Promise<void> {
  await chromiumPath();
}
