import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What a page pays that only shows the launcher. */
export const LOADER_BUDGET_BYTES = 6 * 1024;

/** What opening the chat loads, in English; other languages are a file more. */
export const PANEL_BUDGET_BYTES = 30 * 1024;

/** What is loaded when it is needed, by the name of its file. */
export const PART_BUDGETS_BYTES: Readonly<Record<string, number>> = {
  files: 6 * 1024,
  forms: 5 * 1024,
  emoji: 12 * 1024,
  rating: 2 * 1024,
  home: 2 * 1024,
  back: 1024,
  sound: 1024,
};

/** The texts of one language. */
export const LANGUAGE_BUDGET_BYTES = 3 * 1024;

export interface BundleFile {
  file: string;
  when: string;
  bytes: number;
  gzippedBytes: number;
}

const LANGUAGE = /^[a-z]{2}$/;

/** "files" of `widget-files-a1b2c3d4.js`. */
const partOf = (file: string): string => /^widget-(.+)-[\w-]{8}\.js$/.exec(file)?.[1] ?? "";

/** @throws when something weighs more than it may. */
function hold(what: string, bytes: number, budget: number): void {
  if (bytes > budget) throw new Error(`${what}: ${bytes} bytes gzipped; the budget is ${budget}.`);
}

function whenLoaded(file: string, opened: readonly string[]): string {
  if (file === "widget.js") return "with the page";
  if (opened.includes(`assets/${file}`)) return "when first opened";
  const part = partOf(file);
  if (LANGUAGE.test(part)) return "with its language";
  return part in PART_BUDGETS_BYTES ? "when needed" : "with the first conversation";
}

/** Every script of the widget, with its weight and when a visitor's browser loads it. `opened`: what opening loads. */
export async function weighWidget(hosting: string, opened: readonly string[]): Promise<BundleFile[]> {
  const assets = await readdir(join(hosting, "assets"));
  const chunks = assets.filter((file) => file.startsWith("widget-") && file.endsWith(".js")).sort();
  const weigh = async (path: string, file: string): Promise<BundleFile> => {
    const source = await readFile(path);
    const gzippedBytes = gzipSync(source, { level: 9 }).length;
    return { file, when: whenLoaded(file, opened), bytes: source.length, gzippedBytes };
  };
  return Promise.all([
    weigh(join(hosting, "widget.js"), "widget.js"),
    ...chunks.map((file) => weigh(join(hosting, "assets", file), file)),
  ]);
}

/** The table of the bundle. @throws when a part is over its budget. */
export async function checkBudget(hosting: string, opened: readonly string[]): Promise<string> {
  const files = await weighWidget(hosting, opened);
  const loader = files[0]?.gzippedBytes ?? 0;
  if (loader > LOADER_BUDGET_BYTES) {
    throw new Error(`widget.js has ${loader} bytes gzipped; its budget is ${LOADER_BUDGET_BYTES}.`);
  }
  const ofPanel = files.filter(({ when }) => when === "when first opened");
  hold(
    "The panel",
    ofPanel.reduce((sum, { gzippedBytes }) => sum + gzippedBytes, 0),
    PANEL_BUDGET_BYTES,
  );
  for (const { file, gzippedBytes } of files) {
    const part = partOf(file);
    const budget = LANGUAGE.test(part) ? LANGUAGE_BUDGET_BYTES : PART_BUDGETS_BYTES[part];
    if (budget !== undefined) hold(file, gzippedBytes, budget);
  }
  const rows = files.map(
    ({ file, when, gzippedBytes }) =>
      `${String(gzippedBytes).padStart(8)} B gzipped  ${when.padEnd(28)} ${file}`,
  );
  return rows.join("\n");
}
