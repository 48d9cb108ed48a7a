import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Place {
  readonly region: string;
  readonly databaseId: string;
  /** Where a database would be made, if the CLI had to: it takes `nam5` otherwise, for ever. */
  readonly databaseLocation: string;
}

interface Rewrite {
  source: string;
  function?: { functionId: string; region?: string };
}

interface FirebaseConfig {
  firestore: object;
  hosting: { rewrites: Rewrite[] };
}

/**
 * firebase.json for one project: the rewrites name its region, Firestore its database. In production the first page
 * leads to the console; locally it is a list of links.
 */
export function configFor<C extends FirebaseConfig>(config: C, place: Place): C {
  const { region, databaseId, databaseLocation } = place;
  const rewrites = config.hosting.rewrites.map((rewrite) =>
    rewrite.function ? { ...rewrite, function: { ...rewrite.function, region } } : rewrite,
  );
  return {
    ...config,
    firestore: { ...config.firestore, database: databaseId, location: databaseLocation },
    hosting: {
      ...config.hosting,
      rewrites,
      redirects: [{ source: "/", destination: "/console", type: 302 }],
    },
  };
}

/** Writes `firebase.<project>.json` beside firebase.json. @returns its name */
export async function writeConfigFor(root: string, projectId: string, place: Place): Promise<string> {
  const config: FirebaseConfig = JSON.parse(await readFile(join(root, "firebase.json"), "utf8"));
  const name = `firebase.${projectId}.json`;
  await writeFile(join(root, name), `${JSON.stringify(configFor(config, place), null, 2)}\n`);
  return name;
}
