export { type LoadedLivechat, type LoadOptions, loadLivechat } from "./load.ts";
export type {
  ColorScheme,
  CommandName,
  Commands,
  EventName,
  Identification,
  Livechat,
  LivechatSettings,
  ThemeInput,
  VisitorInput,
  WidgetEvents,
  WidgetState,
  WidgetStatus,
} from "./types.ts";
