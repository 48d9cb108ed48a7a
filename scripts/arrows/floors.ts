/** A folder's subfolders from the ground up: each imports only from floors below its own, never from its own. */
export type Floors = readonly (readonly string[])[];

/** Which floors there are, by the folder that holds them. What lies beside the floors, such as `index.ts`, is the roof. */
export const FLOORS: Readonly<Record<string, Floors>> = {
  "functions/src": [
    ["platform"],
    ["store"],
    ["queue", "auth", "agent", "availability"],
    ["metrics"],
    ["server", "conversation"],
    ["presence"],
    ["reassign", "routing"],
    ["chat", "team", "maintenance", "migrations"],
    ["tags"],
    ["features", "docs"],
    ["http", "tasks", "schedules"],
  ],
  "chat-client/src": [
    ["platform"],
    ["connection", "firebase"],
    ["sending"],
    ["conversation"],
    ["agent", "visitor"],
  ],
  "firestore-emulator/src": [
    ["meter", "model"],
    ["faults", "query"],
    ["indexes", "proto", "storage"],
    ["rules", "transactions"],
    ["export", "request"],
    ["rest", "rpc"],
    ["listen", "triggers", "write-stream"],
    ["control", "webchannel"],
    ["server"],
    ["program"],
  ],
  // Below all of them stands interface.ts, which says what is asked of rules.
  "firestore-emulator/src/rules": [
    ["syntax", "values"],
    ["proof", "report"],
    ["evaluate"],
    ["match"],
    ["decide"],
  ],
  local: [
    ["demo", "ports"],
    ["data", "firebase-cli", "install", "parts"],
  ],
  scripts: [["arrows", "processes"], ["build"]],
  ops: [["google", "terminal"], ["project", "watch"], ["run"], ["steps"]],
};

/** Packages and those that they may import from, besides themselves and npm. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  "chat-ui": ["contract"],
  "chat-client": ["contract", "chat-ui"],
  embed: [],
  "embed-react": ["embed"],
  "embed-vue": ["embed"],
  examples: ["embed", "embed-react", "embed-vue"],
  widget: ["contract", "chat-ui", "chat-client", "embed"],
  console: ["contract", "chat-ui", "chat-client"],
  functions: ["contract", "chat-ui"],
  "firestore-emulator": [],
  "storage-emulator": [],
  scripts: ["contract", "functions"],
  local: ["functions", "firestore-emulator", "storage-emulator", "contract", "scripts"],
  ops: ["contract", "functions"],
  "demo-data": ["contract", "functions", "firestore-emulator", "local", "simulator"],
  simulator: ["contract", "functions"],
};

/** What a package is imported as. */
export const PACKAGE_NAMES: Readonly<Record<string, string>> = {
  contract: "@livechat/contract",
  "chat-ui": "@livechat/chat-ui",
  "chat-client": "@livechat/chat-client",
  embed: "@livechat/widget",
  "embed-react": "@livechat/react",
  "embed-vue": "@livechat/vue",
  examples: "livechat-examples",
  widget: "@livechat/widget-page",
  console: "@livechat/console",
  functions: "livechat-functions",
  "firestore-emulator": "firestore-emulator",
  "storage-emulator": "storage-emulator",
};
