export type { Commands, Livechat, LivechatSettings, WidgetEvents, WidgetState } from "@livechat/widget";
export { livechatPlugin } from "./plugin.ts";
export { useLivechat, useLivechatEvent } from "./use-livechat.ts";
