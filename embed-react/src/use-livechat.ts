"use client";

import type { EventName, LoadedLivechat, WidgetEvents } from "@livechat/widget";
import { useContext, useEffect, useRef } from "react";
import { LivechatContext } from "./context.ts";

/** The widget's script API; null until it has come, and on a server. Inside of a `LivechatProvider`. */
export function useLivechat(): LoadedLivechat | null {
  return useContext(LivechatContext);
}

/** Listens to an event of the widget for as long as the component is mounted. */
export function useLivechatEvent<Name extends EventName>(
  name: Name,
  listener: (detail: WidgetEvents[Name]) => void,
): void {
  const livechat = useLivechat();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => livechat?.on(name, (detail) => latest.current(detail)), [livechat, name]);
}
