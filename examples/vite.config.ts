import { defaultClientConditions, defaultServerConditions, defineConfig } from "vite";

/** In this repository the packages are taken from their sources; elsewhere npm brings what is built of them. */
const SOURCE = "livechat-source";

export default defineConfig({
  resolve: { conditions: [SOURCE, ...defaultClientConditions] },
  ssr: { noExternal: [/^@livechat\//], resolve: { conditions: [SOURCE, ...defaultServerConditions] } },
  define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false" },
});
