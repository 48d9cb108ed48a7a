/** A project id that begins with `demo-` is never looked for in the cloud. */
export const PROJECT_ID = "demo-livechat";

/** Of every account in emulator-data. */
export const PASSWORD = "livechat-demo";
export const ACCOUNTS = ["admin", "supervisor", "anna", "ben", "chloe"].map(
  (name) => `${name}@livechat.test`,
);

/** With which the demo's shop says who its customers are. It is in the demo's data alone: no deployment knows it. */
export const IDENTITY_KEY = {
  id: "demo-shop",
  name: "The demo's shop",
  secret: "lc_idk_jtJaL7arreIzvRxo0dvbhLTxJMrXH5wC0O4bsTA3hAQ",
};
