export { type Emulator, type EmulatorOptions, startEmulator } from "./server/emulator.ts";
export type { Snapshot } from "./transactions/snapshot.ts";
