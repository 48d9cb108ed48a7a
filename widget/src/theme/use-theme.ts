import type { WidgetConfig } from "@livechat/contract";
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { parseColor, type Rgb, readableOn, textOn, toHex } from "./contrast.ts";

type Scheme = "light" | "dark";

const PAPER: Readonly<Record<Scheme, Rgb>> = { light: [255, 255, 255], dark: [21, 27, 38] };
const DEFAULT_COLOR: Readonly<Record<Scheme, string>> = { light: "#1a56db", dark: "#7aa5ff" };
const DARK = "(prefers-color-scheme: dark)";

/** The scheme of the element that holds the widget: its `color-scheme`, which the page decides; the system's if it leaves that open. */
function schemeOf(host: Element): Scheme {
  const words = getComputedStyle(host).colorScheme.split(/\s+/);
  const takesBoth = words.includes("dark") && words.includes("light");
  return words.includes("dark") && (!takesBoth || matchMedia(DARK).matches) ? "dark" : "light";
}

/** The colour that the page's own styles set; null where they leave it to the widget's settings. */
function colorOfPage(host: Element): Rgb | null {
  const text = getComputedStyle(host).getPropertyValue("--livechat-accent").trim();
  return text === "" || text.toLowerCase() === DEFAULT_COLOR.light ? null : parseColor(text);
}

function colorsFor(host: Element, theme: Partial<WidgetConfig["theme"]> | undefined, scheme: Scheme) {
  const settings = parseColor((scheme === "dark" ? theme?.colorDark : theme?.color) ?? DEFAULT_COLOR[scheme]);
  const accent = colorOfPage(host) ?? settings ?? (parseColor(DEFAULT_COLOR[scheme]) as Rgb);
  return {
    "--accent": toHex(accent),
    "--on-accent": toHex(textOn(accent, parseColor(theme?.textColor ?? ""))),
    "--accent-ink": toHex(readableOn(PAPER[scheme], accent)),
    "--radius": `${theme?.radius ?? 16}px`,
  };
}

/** The scheme and colours of the panel, before it is painted; again when what decides them changes. */
export function useTheme(
  panel: RefObject<HTMLElement>,
  config: WidgetConfig | null,
  isOpen: boolean,
): Scheme {
  const [scheme, setScheme] = useState<Scheme>("light");
  useLayoutEffect(() => {
    const element = panel.current;
    const root = element?.getRootNode();
    if (!element || !(root instanceof ShadowRoot)) return undefined;
    const apply = () => {
      const now = schemeOf(root.host);
      setScheme(now);
      for (const [name, value] of Object.entries(colorsFor(root.host, config?.theme, now))) {
        element.style.setProperty(name, value);
      }
    };
    apply();
    const system = matchMedia(DARK);
    system.addEventListener("change", apply);
    // The loader says by attributes of the host how it is to look.
    const observer = new MutationObserver(apply);
    observer.observe(root.host, { attributes: true });
    return () => {
      system.removeEventListener("change", apply);
      observer.disconnect();
    };
  }, [config?.theme, isOpen]);
  return scheme;
}
