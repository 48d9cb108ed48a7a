import { DEFAULT_PORTS, HOST } from "../ports/ports.ts";

const DEFAULT_PROJECT = "demo-livechat";
const DEFAULT_FOLDER = "emulator-data";

/** The Firestore emulator that the environment names, or the one that `npm start` runs. */
export class RunningEmulator {
  readonly projectId: string;
  readonly #address: string;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.projectId = environment.GCLOUD_PROJECT ?? DEFAULT_PROJECT;
    const port = environment.LIVECHAT_PORT_FIRESTORE ?? DEFAULT_PORTS.firestore;
    this.#address = environment.FIRESTORE_EMULATOR_HOST ?? `${HOST}:${port}`;
  }

  /** Name of the project's default database. */
  get database(): string {
    return `projects/${this.projectId}/databases/(default)`;
  }

  /**
   * Calls a control endpoint of the project, such as ":export".
   * @throws Error in one sentence, when nothing answers there or the emulator refuses
   */
  async post(verb: string, body: Readonly<Record<string, string>>): Promise<void> {
    const url = `http://${this.#address}/emulator/v1/projects/${this.projectId}${verb}`;
    let response: Response;
    try {
      response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    } catch {
      throw new Error(
        `No Firestore emulator answers at ${this.#address}: start it with npm start, or name another in FIRESTORE_EMULATOR_HOST.`,
      );
    }
    if (response.headers.get("content-type")?.startsWith("text/html")) {
      throw new Error(
        `What answers at ${this.#address} is no Firestore emulator: name its address in FIRESTORE_EMULATOR_HOST.`,
      );
    }
    if (!response.ok) {
      throw new Error(
        `The Firestore emulator at ${this.#address} refused: ${reasonIn(await response.text())}`,
      );
    }
  }
}

/** The message of a JSON error, or the text as it came. */
function reasonIn(text: string): string {
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return message === undefined ? text.trim() : (JSON.parse(`"${message}"`) as string);
}

/** Runs a script that takes one folder; prints its sentence, or its error and exits with 1. */
export async function runOnFolder(
  args: readonly string[],
  work: (emulator: RunningEmulator, folder: string) => Promise<string>,
): Promise<void> {
  const [folder = DEFAULT_FOLDER, ...others] = args;
  try {
    if (others.length > 0 || folder.startsWith("-")) {
      throw new Error(`Name one folder, or none for ${DEFAULT_FOLDER}.`);
    }
    console.log(await work(new RunningEmulator(process.env), folder));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
