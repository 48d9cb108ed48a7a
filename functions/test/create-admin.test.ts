import { spawn } from "node:child_process";
import { join } from "node:path";
import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

const SCRIPT = join(import.meta.dirname, "..", "..", "ops", "create-admin.ts");
const PASSWORD = "a password of mine";

let backend: Backend;

beforeEach(async () => {
  backend = await startBackend();
});

afterEach(() => backend.stop());

interface Outcome {
  code: number | null;
  output: string;
}

/** Runs the script as npm does; `typed` is what comes from the keyboard. */
function run(args: string[], environment: Record<string, string> = {}, typed = ""): Promise<Outcome> {
  const { LIVECHAT_ADMIN_PASSWORD: _, ...inherited } = process.env;
  const address = `${backend.emulator.host}:${backend.emulator.port}`;
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT, ...args], {
    env: { ...inherited, BCRYPT_COST: "4", FIRESTORE_EMULATOR_HOST: address, ...environment },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  child.stdin.end(typed);
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, output })));
}

const ada = () => ["--project", backend.projectId, "--email", "Ada@livechat.test", "--name", "Ada"];

const signIn = (password: string) =>
  backend.call(endpoints.login, { body: { email: "ada@livechat.test", password } });

describe("create-admin", { timeout: 90_000 }, () => {
  it("makes an admin who can sign in, once, and never shows the password", async () => {
    const first = await run(ada(), { LIVECHAT_ADMIN_PASSWORD: PASSWORD });
    expect(first).toMatchObject({ code: 0 });
    expect(first.output).toMatch(/^Created the admin Ada@livechat.test \(\w{20}\)/);
    expect(first.output).not.toContain(PASSWORD);
    expect((await signIn(PASSWORD)).body.agent.role).toBe("admin");
    const second = await run(ada(), { LIVECHAT_ADMIN_PASSWORD: "another password" });
    expect(second).toMatchObject({ code: 1 });
    expect(second.output).toContain("An agent with this e-mail exists already.");
    expect((await signIn(PASSWORD)).status).toBe(200);
  });

  it("asks for the password when the environment has none", async () => {
    const { code, output } = await run(ada(), {}, `${PASSWORD}\n`);
    expect(code).toBe(0);
    expect(output).toContain("Password: ");
    expect(output).not.toContain(PASSWORD);
    expect((await signIn(PASSWORD)).status).toBe(200);
  });

  it.each([
    ["without an e-mail", ["--name", "Ada"], {}, "Say who"],
    ["with a bad e-mail", ["--name", "Ada", "--email", "ada"], {}, "email"],
    [
      "with a short password",
      ["--name", "Ada", "--email", "a@b.co"],
      { LIVECHAT_ADMIN_PASSWORD: "short" },
      "72",
    ],
    ["with an unknown option", ["--admin", "Ada"], {}, "--admin"],
    [
      "when nothing answers",
      ["--name", "Ada", "--email", "a@b.co"],
      { FIRESTORE_EMULATOR_HOST: "127.0.0.1:1" },
      "No Firestore emulator answers at 127.0.0.1:1. Run npm start first",
    ],
    [
      "when a project of the cloud is named without credentials",
      ["--name", "Ada", "--email", "a@b.co", "--project", "some-project"],
      {
        FIRESTORE_EMULATOR_HOST: "",
        LIVECHAT_ADMIN_PASSWORD: PASSWORD,
        METADATA_SERVER_DETECTION: "none",
        GOOGLE_APPLICATION_CREDENTIALS: "",
        HOME: "/nowhere",
      },
      "npx firebase login",
    ],
  ])("says what is wrong %s", async (_, args, environment, sentence) => {
    const { code, output } = await run(args, environment);
    expect(code).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it("explains itself", async () => {
    const { code, output } = await run(["--help"]);
    expect(code).toBe(0);
    expect(output).toContain("npm run create-admin -- --email");
  });
});
