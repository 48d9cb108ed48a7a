import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budgets } from "./vite/budgets.ts";

// What is built is what is deployed, also when a test runner, which sets this, starts the build.
process.env.NODE_ENV = "production";

export default defineConfig({
  base: "/console/",
  plugins: [react(), budgets()],
  build: {
    outDir: join(import.meta.dirname, "..", "dist", "hosting", "console"),
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome111", "firefox113", "safari16.4"],
    modulePreload: false,
    chunkSizeWarningLimit: 700,
  },
});
