import { FLOORS, type Floors, PACKAGE_NAMES, PACKAGES } from "./floors.ts";

interface Override {
  includes: string[];
  linter: unknown;
}

/** Refuses imports whose path matches. Of several overrides for a file Biome takes the last, so each says everything. */
function refuse(place: string, group: readonly string[], message: string): Override {
  const options = { patterns: [{ group, message }] };
  return {
    includes: [`${place}/**`],
    linter: { rules: { style: { noRestrictedImports: { level: "error", options } } } },
  };
}

/** By its name, and by a path that leads into its folder. */
function pathsInto(packageFolder: string): string[] {
  const name = PACKAGE_NAMES[packageFolder];
  return [`**/../${packageFolder}/**`, ...(name ? [name, `${name}/**`] : [])];
}

const foreign = (of: string): string[] =>
  Object.keys(PACKAGES)
    .filter((other) => other !== of && !PACKAGES[of]?.includes(other))
    .flatMap(pathsInto);

/** The floors from that of `folder` upwards, without itself. */
function notBelow(floors: Floors, folder: string): string[] {
  const own = floors.findIndex((floor) => floor.includes(folder));
  return floors
    .slice(own)
    .flat()
    .filter((other) => other !== folder)
    .map((other) => `**/../${other}/**`);
}

/** What a folder with floors may not import because it is itself a folder on a floor. */
function notBelowParent(place: string): string[] {
  const [, parent, folder] = /^(.*)\/([^/]+)$/.exec(place) ?? [];
  const floors = parent && FLOORS[parent];
  return floors && folder ? notBelow(floors, folder) : [];
}

function floorsOf(place: string, floors: Floors): Override[] {
  const packageFolder = place.split("/")[0] ?? "";
  return floors
    .flat()
    .map((folder) =>
      refuse(
        `${place}/${folder}`,
        [...foreign(packageFolder), ...notBelowParent(place), ...notBelow(floors, folder)],
        `${place}/${folder} imports only from the floors below its own: scripts/arrows/floors.ts`,
      ),
    );
}

/** Biome's configuration for the directions of imports: two of its rules, fed from the table of floors. */
export function biomeConfig() {
  const packages = Object.keys(PACKAGES).map((name) =>
    refuse(
      name,
      foreign(name),
      `${name}/ imports only from packages that it may know: scripts/arrows/floors.ts`,
    ),
  );
  const floors = Object.entries(FLOORS).flatMap(([place, each]) => floorsOf(place, each));
  return {
    vcs: { enabled: true, clientKind: "git", useIgnoreFile: true },
    files: {
      includes: [
        "*/src/**/*.{ts,tsx}",
        "{scripts,local,ops,demo-data,simulator}/**/*.{ts,mjs}",
        "!**/*.test.{ts,tsx}",
      ],
    },
    formatter: { enabled: false },
    assist: { enabled: false },
    linter: {
      rules: {
        preset: "none",
        suspicious: { noImportCycles: { level: "error", options: { ignoreTypes: false } } },
      },
    },
    overrides: [...packages, ...floors],
  };
}
