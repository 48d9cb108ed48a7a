/** A project id that begins with `demo-` is never looked for in the cloud. */
export const PROJECT_ID = "demo-livechat";

/** Of every account in emulator-data. */
export const PASSWORD = "livechat-demo";
export const ACCOUNTS = ["admin", "supervisor", "anna", "ben", "chloe"].map(
  (name) => `${name}@livechat.test`,
);
