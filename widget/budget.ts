import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What a page pays that only shows the launcher. */
export const LOADER_BUDGET_BYTES = 6 * 1024;

/** What is loaded when the first file is attached or seen. */
export const FILES_BUDGET_BYTES = 6 * 1024;

export interface BundleFile {
  file: string;
  when: string;
  bytes: number;
  gzippedBytes: number;
}

function whenLoaded(file: string, opened: readonly string[]): string {
  if (file === "widget.js") return "with the page";
  if (file.startsWith("widget-files-")) return "with the first file";
  return opened.includes(`assets/${file}`) ? "when first opened" : "with the first conversation";
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

/** The table of the bundle. @throws when the loader is over its budget. */
export async function checkBudget(hosting: string, opened: readonly string[]): Promise<string> {
  const files = await weighWidget(hosting, opened);
  const loader = files[0]?.gzippedBytes ?? 0;
  if (loader > LOADER_BUDGET_BYTES) {
    throw new Error(`widget.js has ${loader} bytes gzipped; its budget is ${LOADER_BUDGET_BYTES}.`);
  }
  const ofFiles = files.find(({ file }) => file.startsWith("widget-files-"))?.gzippedBytes ?? 0;
  if (ofFiles > FILES_BUDGET_BYTES) {
    throw new Error(
      `The part about files has ${ofFiles} bytes gzipped; its budget is ${FILES_BUDGET_BYTES}.`,
    );
  }
  const rows = files.map(
    ({ file, when, gzippedBytes }) =>
      `${String(gzippedBytes).padStart(8)} B gzipped  ${when.padEnd(28)} ${file}`,
  );
  return rows.join("\n");
}
