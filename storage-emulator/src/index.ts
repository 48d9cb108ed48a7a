export type { Faults } from "./control/faults.ts";
export {
  type StorageEmulator,
  type StorageEmulatorOptions,
  startStorageEmulator,
} from "./server/emulator.ts";
