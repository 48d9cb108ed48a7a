import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { biomeConfig } from "./biome-config.ts";
import { FLOORS } from "./floors.ts";

const BIOME = join(import.meta.dirname, "..", "..", "node_modules", "@biomejs", "biome", "bin", "biome");

/** A folder that stands on no floor would escape the check. */
function foldersWithoutFloor(root: string): string[] {
  return Object.entries(FLOORS).flatMap(([place, floors]) =>
    readdirSync(join(root, place), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !floors.flat().includes(entry.name))
      .map(({ name }) => `${place}/${name} stands on no floor: add it to scripts/arrows/floors.ts`),
  );
}

export interface ArrowsReport {
  ok: boolean;
  /** What a person reads: Biome's own report, with file and line. */
  text: string;
}

/** Checks the directions of all imports below `root`, types included. Biome wants its configuration in the root. */
export function checkArrows(root: string): ArrowsReport {
  const config = join(root, `.arrows-${process.pid}.biome.json`);
  writeFileSync(config, JSON.stringify(biomeConfig()));
  try {
    const args = [
      BIOME,
      "lint",
      `--config-path=${config}`,
      "--diagnostic-level=error",
      "--max-diagnostics=50",
      ".",
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const homeless = foldersWithoutFloor(root);
    return {
      ok: status === 0 && homeless.length === 0,
      text: [stdout, stderr, ...homeless].join("\n").trim(),
    };
  } finally {
    rmSync(config);
  }
}
