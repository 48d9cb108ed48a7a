export { workerPlatform } from "./firebase/worker/worker-platform.ts";
