import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

const LOCAL_FIRESTORE = "127.0.0.1:8080";
const CONNECT_TIMEOUT_MILLIS = 2_000;

/** The database to write to: a project's, or a local emulator's at `host:port`. */
export interface Target {
  projectId: string;
  emulator: string | null;
}

function defaultProject(): string {
  const file = join(import.meta.dirname, "..", "..", ".firebaserc");
  const { projects } = JSON.parse(readFileSync(file, "utf8")) as { projects: { default: string } };
  return projects.default;
}

/** Projects whose id starts with `demo-` exist on emulators only, as for the Firebase CLI. */
export function findTarget(project: string | undefined, env: NodeJS.ProcessEnv): Target {
  const projectId = project ?? env.GCLOUD_PROJECT ?? defaultProject();
  const emulator = env.FIRESTORE_EMULATOR_HOST || (projectId.startsWith("demo-") ? LOCAL_FIRESTORE : null);
  return { projectId, emulator };
}

/** @throws a sentence that says what to do when nothing answers at the emulator's address. */
export function checkEmulatorAnswers(address: string): Promise<void> {
  const [host, port] = address.split(":");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: host ?? "", port: Number(port), timeout: CONNECT_TIMEOUT_MILLIS });
    const fail = () => {
      socket.destroy();
      reject(
        new Error(
          `No Firestore emulator answers at ${address}. Run npm start first, or name a project: --project <id>.`,
        ),
      );
    };
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", fail);
    socket.once("timeout", fail);
  });
}
