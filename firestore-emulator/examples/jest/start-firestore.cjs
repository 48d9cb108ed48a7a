const { startEmulator } = require("firestore-emulator");

/** One emulator for all workers, which inherit the variable. */
module.exports = async function startFirestore() {
  globalThis.emulator = await startEmulator();
  process.env.FIRESTORE_EMULATOR_HOST = `127.0.0.1:${globalThis.emulator.port}`;
};
