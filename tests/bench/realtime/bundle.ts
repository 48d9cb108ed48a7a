import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { weighWidget } from "../../../widget/budget.ts";
import type { BenchTable } from "../benchmark.ts";

const hosting = join(import.meta.dirname, "..", "..", "..", "dist", "hosting");

/** The chunks that opening loads: the panel and what it imports at once. */
async function openedFiles(): Promise<string[]> {
  const assets = (await readdir(join(hosting, "assets"))).filter((file) => file.endsWith(".js"));
  const loader = await readFile(join(hosting, "widget.js"), "utf8");
  const panel = assets.find((file) => loader.includes(file));
  if (!panel) throw new Error("Build the pages first: npm run build -- pages");
  const source = await readFile(join(hosting, "assets", panel), "utf8");
  const imported = assets.filter((file) => source.includes(`from"./${file}"`));
  return [panel, ...imported].map((file) => `assets/${file}`);
}

/** What a visitor's browser loads, and when. */
export async function weighBundle(): Promise<BenchTable> {
  const files = await weighWidget(hosting, await openedFiles());
  return {
    title: "JavaScript sent to the visitor's browser, gzipped",
    columns: ["file", "loaded", "bytes", "gzipped bytes"],
    rows: files.map(({ file, when, bytes, gzippedBytes }) => [
      file.replace(/-[\w-]{8}\.js$/, ".js"),
      when,
      bytes,
      gzippedBytes,
    ]),
  };
}
