/** `npm run build -w widget`: the panel's chunks, the loader that names them, and the demo page, into dist/hosting. */
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { build, type InlineConfig, type Plugin, type Rolldown } from "vite";
import { checkBudget } from "./budget.ts";

const here = import.meta.dirname;
const hosting = join(here, "..", "dist", "hosting");

/** The first browsers with everything that the styles use: logical properties stay as they are. */
const cssTarget = ["chrome111", "firefox113", "safari16.4"];

/** What opening the chat needs, beside the entry: each of these is shared by parts that are loaded later. */
const CORE = [
  /node_modules\/(preact|nanostores)\//,
  /chat-client\/src\/(index|platform\/(?!pace)|sending\/(outbox|sender)|firebase\/browser|connection\/(api|client-shell|connection|refused-origin)\.ts)/,
  /chat-client\/src\/visitor\/(?!live-part|open-conversation|queue-|conversation-acts|bot-offers)/,
  /chat-ui\/src\/agent-names/,
  /widget\/src\/files\/use-attaching/,
  /widget\/src\/(texts\/(index|texts|en)\.ts$|[\w-]+\.tsx?$)/,
];
const isCore = (id: string): boolean => CORE.some((part) => part.test(id));

/** Leads to the panel of the latest build, for loaders of earlier ones, whose own panel is gone. */
const LATEST_PANEL_FILE = "widget-panel.js";

const shared: InlineConfig = { root: here, configFile: false, logLevel: "warn", publicDir: false };

/**
 * Vite wraps each lazy import to load its styles and preloads with it. The widget's parts have neither: their styles are in
 * their scripts. What remains of it only calls the import.
 */
const bareImports: Plugin = {
  name: "bare-imports",
  enforce: "pre",
  load: (id) =>
    id.endsWith("vite/preload-helper.js") ? "export const __vitePreload = (load) => load();" : null,
};

/** Returns the files that opening the chat loads, the panel's entry first, relative to the loader. */
async function buildPanel(): Promise<[string, ...string[]]> {
  const built = await build({
    ...shared,
    base: "./",
    plugins: [preact(), bareImports],
    build: {
      outDir: hosting,
      emptyOutDir: false,
      target: "es2022",
      cssTarget,
      modulePreload: false,
      chunkSizeWarningLimit: 700,
      rollupOptions: {
        input: join(here, "src/connected/index.ts"),
        preserveEntrySignatures: "strict",
        output: {
          entryFileNames: "assets/widget-panel-[hash].js",
          chunkFileNames: "assets/widget-[name]-[hash].js",
          // One file for what opening needs: many small ones are more requests, and weigh more.
          codeSplitting: { groups: [{ name: "core", test: isCore }] },
        },
      },
    },
  });
  const outputs: (Rolldown.OutputChunk | Rolldown.OutputAsset)[] = "output" in built ? built.output : [];
  const chunks = outputs.filter((file) => file.type === "chunk");
  const entry = chunks.find(({ isEntry }) => isEntry);
  if (!entry) throw new Error("The build of the panel has no entry.");
  return [entry.fileName, ...entry.imports];
}

async function buildLoader(panel: string): Promise<void> {
  const { version }: { version: string } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  await build({
    ...shared,
    define: {
      PANEL_FILE: JSON.stringify(panel),
      LATEST_PANEL_FILE: JSON.stringify(LATEST_PANEL_FILE),
      VERSION: JSON.stringify(version),
    },
    build: {
      outDir: hosting,
      emptyOutDir: false,
      target: "es2022",
      cssTarget,
      lib: {
        entry: join(here, "src/loader/index.ts"),
        formats: ["iife"],
        name: "livechatLoader",
        fileName: () => "widget.js",
      },
    },
  });
}

const opened = await buildPanel();
await writeFile(join(hosting, LATEST_PANEL_FILE), `export * from "./${opened[0]}";\n`);
await buildLoader(opened[0]);
for (const pages of ["demo", "chat", "preview"])
  await cp(join(here, pages), join(hosting, pages), { recursive: true });
console.log(await checkBudget(hosting, opened));
