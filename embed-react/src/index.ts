export type { Commands, Livechat, LivechatSettings, WidgetEvents, WidgetState } from "@livechat/widget";
export { LivechatProvider, type LivechatProviderProps } from "./provider.ts";
export { useLivechat, useLivechatEvent } from "./use-livechat.ts";
