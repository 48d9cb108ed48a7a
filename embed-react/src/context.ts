import type { LoadedLivechat } from "@livechat/widget";
import { createContext } from "react";

/** null until the widget has come, and always on a server. */
export const LivechatContext = createContext<LoadedLivechat | null>(null);
