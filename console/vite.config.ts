import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/console/",
  plugins: [preact()],
  build: {
    outDir: join(import.meta.dirname, "..", "dist", "hosting", "console"),
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome111", "firefox113", "safari16.4"],
    modulePreload: false,
    chunkSizeWarningLimit: 700,
  },
});
