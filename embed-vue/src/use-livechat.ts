import type { EventName, LoadedLivechat, WidgetEvents } from "@livechat/widget";
import { inject, type ShallowRef, shallowRef, watch } from "vue";
import { LIVECHAT } from "./plugin.ts";

/** The widget's script API; empty until it has come, and on a server. In an app that uses `livechatPlugin`. */
export function useLivechat(): Readonly<ShallowRef<LoadedLivechat | null>> {
  return inject(LIVECHAT, shallowRef(null));
}

/** Listens to an event of the widget for as long as the component is there. */
export function useLivechatEvent<Name extends EventName>(
  name: Name,
  listener: (detail: WidgetEvents[Name]) => void,
): void {
  const livechat = useLivechat();
  watch(
    livechat,
    (loaded, _before, onCleanup) => {
      const stop = loaded?.on(name, listener);
      onCleanup(() => stop?.());
    },
    { immediate: true },
  );
}
