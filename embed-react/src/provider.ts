"use client";

import { type LoadedLivechat, type LoadOptions, loadLivechat } from "@livechat/widget";
import { createElement, type ReactNode, useEffect, useRef, useState } from "react";
import { LivechatContext } from "./context.ts";

export interface LivechatProviderProps extends LoadOptions {
  children?: ReactNode;
}

/** Without what is undefined, which would hide what the widget's own settings say. */
function given(options: LoadOptions): LoadOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as LoadOptions;
}

/**
 * Puts the widget on the page for as long as it is mounted. What changes of `locale` and `group` is told to the widget;
 * other settings hold from the first mount on. In strict mode, which mounts everything twice, the widget stays.
 */
export function LivechatProvider({ children, ...options }: LivechatProviderProps): ReactNode {
  const [livechat, setLivechat] = useState<LoadedLivechat | null>(null);
  const first = useRef(options);
  const leaving = useRef<ReturnType<typeof setTimeout> | null>(null);
  const { locale, group } = options;
  useEffect(() => {
    let isMounted = true;
    if (leaving.current !== null) clearTimeout(leaving.current);
    leaving.current = null;
    loadLivechat(given(first.current)).then(
      (loaded) => isMounted && setLivechat(() => loaded),
      (error: unknown) => console.error(error),
    );
    return () => {
      isMounted = false;
      // Strict mode mounts again at once: then nothing is taken away.
      leaving.current = setTimeout(() => void window.livechat?.destroy?.());
    };
  }, []);
  useEffect(() => {
    if (locale !== undefined && locale !== first.current.locale) livechat?.setLocale(locale);
  }, [livechat, locale]);
  useEffect(() => {
    if (group !== undefined && group !== first.current.group) livechat?.setGroup(group);
  }, [livechat, group]);
  return createElement(LivechatContext.Provider, { value: livechat }, children);
}
