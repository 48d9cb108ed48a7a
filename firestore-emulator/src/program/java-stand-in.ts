import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * What firebase-tools runs as `java -jar <jar>` for its Firestore emulator (its lib/emulator/downloadableEmulators.js):
 * a `java` on the PATH that runs this program, and a file in the jar's place, so that nothing is downloaded. Java for
 * other emulators is the machine's own.
 */
export interface JavaStandIn {
  /** To be added to the environment of the command that starts the emulators. */
  readonly variables: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** The first argument of the program when it is run as `java`; the jar's place follows. */
export const AS_JAVA = "as-java";

/**
 * @param program the command line that runs this program
 * @param options what the emulator is started with besides what firebase-tools says
 * @param path the PATH to be put behind the stand-in
 */
export async function createJavaStandIn(
  program: readonly string[],
  options: readonly string[],
  path = "",
): Promise<JavaStandIn> {
  const folder = await mkdtemp(join(tmpdir(), "firestore-emulator-"));
  const jar = join(folder, "firestore-emulator.jar");
  await writeFile(jar, "Stands where firebase-tools looks for Google's Firestore emulator.\n");
  const java = join(folder, "java");
  const command = [...program, AS_JAVA, jar, ...options, "--"].map(quoted).join(" ");
  await writeFile(java, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(java, 0o755);
  return {
    variables: { PATH: `${folder}${delimiter}${path}`, FIRESTORE_EMULATOR_BINARY_PATH: jar },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** What `java` is asked for. */
export type JavaCommand =
  | { readonly kind: "version" }
  /** To run this program with these arguments. */
  | { readonly kind: "emulator"; readonly args: readonly string[] }
  /** To run the machine's own Java, found on this PATH. */
  | { readonly kind: "other"; readonly args: readonly string[]; readonly path: string };

/** Google's flags and ours. Those that are not here have no meaning for this emulator. */
const FLAGS: Readonly<Record<string, string>> = {
  "--host": "--host",
  "--port": "--port",
  "--rules": "--rules",
  "--project_id": "--project",
  "--seed_from_export": "--import",
  "--functions_emulator": "--functions-emulator",
};

/**
 * @param args behind "as-java": the jar's place, options for this program, "--", what `java` was called with
 * @param path the PATH, with the stand-in on it
 */
export function parseJavaCommand([jar = "", ...args]: readonly string[], path = ""): JavaCommand {
  const end = args.indexOf("--");
  const options = args.slice(0, end);
  const given = args.slice(end + 1);
  if (given.includes("-version")) return { kind: "version" };
  const at = given.indexOf("-jar");
  if (at >= 0 && given[at + 1] === jar) {
    return { kind: "emulator", args: [...options, ...ourFlags(given.slice(at + 2))] };
  }
  const folder = join(jar, "..");
  const others = path.split(delimiter).filter((entry) => entry !== folder);
  return { kind: "other", args: given, path: others.join(delimiter) };
}

/** `--flag value` or `--flag=value`, as Google's emulator takes both. */
function ourFlags(args: readonly string[]): string[] {
  const flags: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [name = "", inline] = (args[at] ?? "").split(/=(.*)/s, 2);
    const isFlag = name.startsWith("--");
    const value = inline ?? (isFlag ? args[++at] : undefined);
    const ours = FLAGS[name];
    if (ours !== undefined && value !== undefined) flags.push(ours, value);
  }
  return flags;
}

/** What `java -version` prints: firebase-tools asks for 21 or later. */
export const JAVA_VERSION = 'openjdk version "21.0.0" (stand-in of firestore-emulator)\n';
