import type { Commands, Livechat, LivechatSettings } from "./types.ts";

export interface LoadOptions extends LivechatSettings {
  /** Where the widget is served: `https://YOUR-PROJECT.web.app`, or the whole address of its `widget.js`. */
  src: string;
}

/** Everything that the script has once it has come. */
export type LoadedLivechat = Livechat & Commands;

function scriptAddress(src: string): string {
  return src.endsWith(".js") ? src : `${src.replace(/\/$/, "")}/widget.js`;
}

function loaded(): LoadedLivechat | null {
  const { livechat } = window;
  return livechat?.version ? (livechat as LoadedLivechat) : null;
}

let loading: Promise<LoadedLivechat> | null = null;

function load({ src, ...settings }: LoadOptions): Promise<LoadedLivechat> {
  return new Promise((resolve, reject) => {
    window.livechatSettings = { ...window.livechatSettings, ...settings };
    const script = document.createElement("script");
    script.src = scriptAddress(src);
    script.async = true;
    script.onload = () => {
      const livechat = loaded();
      if (livechat) resolve(livechat);
      else reject(new Error(`livechat: ${script.src} is not the widget.`));
      script.remove();
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`livechat: ${script.src} could not be loaded.`));
    };
    document.head.append(script);
  });
}

/**
 * Loads the widget, once however often it is called, and again after `destroy()`. Call it in the browser; importing this
 * module is safe anywhere.
 * @throws when the script cannot be loaded; the next call tries again.
 */
export async function loadLivechat(options: LoadOptions): Promise<LoadedLivechat> {
  const there = loaded();
  if (there) return there;
  loading ??= load(options).finally(() => {
    loading = null;
  });
  return loading;
}
