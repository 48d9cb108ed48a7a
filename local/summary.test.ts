import { describe, expect, it } from "vitest";
import { ACCOUNTS, PASSWORD } from "./demo/demo.ts";
import { summary } from "./summary.ts";

const origin = "http://127.0.0.1:5000";
const system = {
  addresses: { hosting: origin, api: origin, firestore: "127.0.0.1:8080", storage: "127.0.0.1:9199" },
  logFile: "emulators.log",
} as Parameters<typeof summary>[0];

describe("what npm start prints", () => {
  it("names the demo's accounts where the demo's data is", () => {
    const printed = summary(system, {});
    for (const account of ACCOUNTS) expect(printed).toContain(account);
    expect(printed).toContain(PASSWORD);
  });

  it.each([
    { importFrom: null, says: "npm run create-admin" },
    { importFrom: "backup", says: "The accounts are those of backup." },
  ])("names none of them with other data: $importFrom", ({ importFrom, says }) => {
    const printed = summary(system, { importFrom });
    for (const account of ACCOUNTS) expect(printed).not.toContain(account);
    expect(printed).not.toContain(PASSWORD);
    expect(printed).toContain(says);
  });
});
