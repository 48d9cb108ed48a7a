import { startEmulator } from "firestore-emulator";

/** One emulator for all workers, which inherit the variable. */
export default async function startFirestore() {
  const emulator = await startEmulator();
  process.env.FIRESTORE_EMULATOR_HOST = `${emulator.host}:${emulator.port}`;
  return () => emulator.stop();
}
