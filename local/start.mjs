// `npm start`.
import { runMain } from "./install/run-main.mjs";

runMain(() => import("./main.ts"));
