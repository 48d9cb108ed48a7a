#!/usr/bin/env node
// Runs the program from its TypeScript sources.
import { register } from "tsx/esm/api";

register();
await import("../src/program/main.ts");
