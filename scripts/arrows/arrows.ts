export interface Part {
  /** A folder or one file; of several that contain a file the longest counts. */
  place: string;
  /** Folders or files that it may import from, besides itself. */
  mayImport: readonly string[];
}

/** Every verb may call another; circles between files are refused apart. */
const VERBS = ["chat", "docs", "limits", "presence", "routing", "tags", "team"].map(
  (verb) => `functions/src/${verb}`,
);
const GROUND = ["contract", "functions/src/platform"];
const STORE = "functions/src/store";

/** Which imports there may be. Tests and benchmarks import what they like. */
export const arrows: readonly Part[] = [
  { place: "contract", mayImport: [] },
  { place: "chat-client", mayImport: ["contract"] },
  { place: "widget", mayImport: ["chat-client", "contract"] },
  { place: "console", mayImport: ["chat-client", "contract"] },
  { place: "firestore-emulator", mayImport: [] },
  { place: "scripts", mayImport: ["contract", "functions", "firestore-emulator", "chat-client"] },

  { place: "functions/src/index.ts", mayImport: ["functions/src"] },
  { place: "functions/src/http", mayImport: [...GROUND, ...VERBS] },
  { place: "functions/src/http/health.ts", mayImport: [...GROUND, "functions/src/http", STORE] },
  { place: "functions/src/tasks", mayImport: [...GROUND, ...VERBS] },
  { place: "functions/src/schedules", mayImport: [...GROUND, ...VERBS] },
  ...VERBS.map((place) => ({ place, mayImport: [...GROUND, ...VERBS, STORE] })),
  { place: STORE, mayImport: GROUND },
  { place: "functions/src/platform", mayImport: ["contract"] },
  {
    place: "functions/src/platform/authenticate.ts",
    mayImport: [...GROUND, "functions/src/chat", "functions/src/team"],
  },
];
