import { type LoadedLivechat, type LoadOptions, loadLivechat } from "@livechat/widget";
import { type App, type InjectionKey, type Plugin, type ShallowRef, shallowRef } from "vue";

/** Under which the widget is injected: empty until it has come, and always on a server. */
export const LIVECHAT: InjectionKey<ShallowRef<LoadedLivechat | null>> = Symbol("livechat");

/**
 * `app.use(livechatPlugin, { src })`: puts the widget on the page for as long as the app is mounted. On a server it does
 * nothing.
 */
export const livechatPlugin: Plugin<[LoadOptions]> = {
  install(app: App, options: LoadOptions) {
    const livechat = shallowRef<LoadedLivechat | null>(null);
    app.provide(LIVECHAT, livechat);
    if (typeof window === "undefined") return;
    let isMounted = true;
    loadLivechat(options).then(
      (loaded) => {
        if (isMounted) livechat.value = loaded;
        else void loaded.destroy();
      },
      (error: unknown) => console.error(error),
    );
    app.onUnmount(() => {
      isMounted = false;
      void livechat.value?.destroy();
      livechat.value = null;
    });
  },
};
