const { Firestore } = require("@google-cloud/firestore");
const { startEmulator } = require("firestore-emulator");

/** An emulator inside a test file: then `snapshot` and `restore` need no requests. */
let emulator;
let db;
let seeded;

beforeAll(async () => {
  emulator = await startEmulator();
  process.env.FIRESTORE_EMULATOR_HOST = `${emulator.host}:${emulator.port}`;
  db = new Firestore({ projectId: "demo-inside" });
  await db.doc("rooms/a").set({ visits: 1 });
  seeded = emulator.snapshot();
});
beforeEach(() => emulator.restore(seeded));
afterAll(async () => {
  await db.terminate();
  await emulator.stop();
});

test.each([1, 2])("each test begins with what was seeded: %i", async () => {
  expect((await db.doc("rooms/a").get()).data()).toEqual({ visits: 1 });
  await db.doc("rooms/a").update({ visits: 2 });
});
