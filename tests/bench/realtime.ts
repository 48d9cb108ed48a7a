/**
 * `npm run bench -- realtime [shrink]`: a message from the call to the other side's listener, what a conversation is
 * billed, what open pages are billed, and what the widget weighs. `shrink` divides the number of messages of the first, for a quick look.
 */
import { setLogLevel } from "firebase/firestore";
import type { BenchResult } from "./benchmark.ts";
import { measureBilling } from "./realtime/billing.ts";
import { weighBundle } from "./realtime/bundle.ts";
import { measureOpenPages } from "./realtime/idle.ts";
import { measureLatency } from "./realtime/latency.ts";
import { BenchSystem } from "./realtime/system.ts";

export async function run([shrink = "1"]: string[]): Promise<BenchResult> {
  setLogLevel("silent");
  const bundle = await weighBundle();
  const system = await BenchSystem.start();
  try {
    const billing = await measureBilling(system);
    const pages = await measureOpenPages(system);
    const latency = await measureLatency(system, Number(shrink));
    return { name: "realtime", tables: [latency, billing, pages, bundle] };
  } finally {
    await system.stop();
  }
}
