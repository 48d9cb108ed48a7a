export interface Part {
  /** A folder or one file; of several that contain a file the longest counts. */
  place: string;
  /** Folders or files that it may import from, besides itself. */
  mayImport: readonly string[];
}

/** The floors inside functions/src, from the ground up. A folder imports from floors below its own, never from its own. */
const FLOORS: readonly (readonly string[])[] = [
  ["platform"],
  ["store"],
  ["queue", "auth", "agent"],
  ["server", "conversation", "availability"],
  ["presence"],
  ["routing"],
  ["chat", "team", "maintenance", "migrations"],
  ["tags"],
  ["features", "docs"],
  ["http", "tasks", "schedules"],
];
const SRC = "functions/src";
const floors = FLOORS.flatMap((folders, floor) =>
  folders.map((folder) => ({
    place: `${SRC}/${folder}`,
    mayImport: [
      "contract",
      ...FLOORS.slice(0, floor).flatMap((below) => below.map((name) => `${SRC}/${name}`)),
    ],
  })),
);

/** Which imports there may be. Tests and benchmarks import what they like. */
export const arrows: readonly Part[] = [
  { place: "contract", mayImport: [] },
  { place: "chat-ui", mayImport: ["contract"] },
  { place: "chat-client", mayImport: ["contract", "chat-ui"] },
  { place: "widget", mayImport: ["chat-client", "chat-ui", "contract"] },
  { place: "console", mayImport: ["chat-client", "chat-ui", "contract"] },
  { place: "firestore-emulator", mayImport: [] },
  { place: "storage-emulator", mayImport: [] },
  {
    place: "scripts",
    mayImport: ["contract", "functions", "firestore-emulator", "storage-emulator", "chat-client", "chat-ui"],
  },
  { place: "functions/src/index.ts", mayImport: [SRC] },
  ...floors,
];
