export { type Emulator, type EmulatorOptions, startEmulator } from "./server/emulator.ts";
