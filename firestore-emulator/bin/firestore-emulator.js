#!/usr/bin/env node
// Runs the program from its TypeScript sources; the published package has it compiled (see build.ts).
import { register } from "tsx/esm/api";

register();
await import("../src/program/main.ts");
