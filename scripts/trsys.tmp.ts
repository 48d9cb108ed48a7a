import { spawn } from "node:child_process";
import { startSystem } from "./dev/system.ts";
const system = await startSystem({ ports: "free", name: "transcripts", build: true, onError: (l) => console.error(l) });
const api = system.addresses.api;
const env = { ...process.env, API: `${api}/v1`, LIVECHAT_URL: api };
const child = spawn("bash", ["/tmp/tr.sh"], { cwd: "/work/wt/integrations", env, stdio: ["ignore", "inherit", "inherit"] });
await new Promise((resolve) => child.on("close", resolve));
await system.stop();
process.exit(0);
