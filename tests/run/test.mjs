// `npm test`.
import { runMain } from "../../local/install/run-main.mjs";

runMain(() => import("./main.ts"));
