import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeFirestoreExport } from "../../firestore-emulator/src/export/export-folder.ts";
import { startEmulator } from "../../firestore-emulator/src/index.ts";
import { RunningEmulator } from "./running-emulator.ts";

test("exports what the running emulator holds into a folder that can be imported", async () => {
  const folder = await mkdtemp(join(tmpdir(), "data-export-"));
  const emulator = await startEmulator({ projectId: "demo-livechat" });
  try {
    const running = new RunningEmulator({ FIRESTORE_EMULATOR_HOST: `${emulator.host}:${emulator.port}` });
    const body = { database: running.database, export_directory: folder, export_name: "firestore_export" };
    await running.post(":export", body);
    await describeFirestoreExport(folder);
    expect(await readFile(join(folder, "firebase-export-metadata.json"), "utf8")).toContain(
      "firestore_export",
    );
    await expect(running.post(":export", { ...body, export_directory: "/nowhere" })).rejects.toThrow(
      `The Firestore emulator at ${emulator.host}:${emulator.port} refused: export_directory must be a directory`,
    );
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true });
  }
});

test("says what to do when nothing runs", async () => {
  const emulator = await startEmulator();
  await emulator.stop();
  const running = new RunningEmulator({ FIRESTORE_EMULATOR_HOST: `${emulator.host}:${emulator.port}` });
  await expect(running.post(":export", {})).rejects.toThrow(
    /^No Firestore emulator answers at .*: start it with npm start/,
  );
});

test("says so when it is another server that answers", async () => {
  const page = createServer((_, response) => response.setHeader("Content-Type", "text/html").end("<p>"));
  await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
  try {
    const address = `127.0.0.1:${(page.address() as AddressInfo).port}`;
    const running = new RunningEmulator({ FIRESTORE_EMULATOR_HOST: address });
    await expect(running.post(":export", {})).rejects.toThrow(
      `What answers at ${address} is no Firestore emulator`,
    );
  } finally {
    page.close();
  }
});
