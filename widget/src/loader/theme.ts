import type { WidgetConfig } from "@livechat/contract";
import type { ThemeInput } from "@livechat/widget";

export type Theme = Omit<WidgetConfig["theme"], "logoFileId" | "showAgentPhotos"> & {
  scheme: NonNullable<ThemeInput["scheme"]>;
};

/** Shown where the widget's settings could not be had. */
export const DEFAULT_THEME: Theme = {
  scheme: "page",
  color: "#1A56DB",
  colorDark: "#7AA5FF",
  textColor: "auto",
  radius: 16,
  position: "end",
  offsetX: 20,
  offsetY: 20,
  zIndex: 2_147_483_000,
  launcher: "icon",
};

/** Where white and black have the same contrast, 4.58 to 1 (WCAG 2.2). */
const EVEN_LUMINANCE = 0.179;

/** White or black, whichever has the better contrast with `#RRGGBB`: never less than 4.5 to 1 (WCAG 2.2). */
export function textOn(color: string): string {
  const luminance = [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
    const part = Number.parseInt(color.slice(2 * at + 1, 2 * at + 3), 16) / 255;
    // The straight part of the curve, for the darkest hundredth, makes no difference to which is chosen.
    return sum + weight * ((part + 0.055) / 1.055) ** 2.4;
  }, 0);
  return luminance > EVEN_LUMINANCE ? "#000" : "#FFF";
}

/** Whether it is to be dark. A page that says nothing of `color-scheme` is light. */
export function isDark(scheme: Theme["scheme"]): boolean {
  const asked = scheme === "page" ? getComputedStyle(document.documentElement).colorScheme : scheme;
  const dark = asked.includes("dark");
  const followsSystem = asked === "auto" || (dark && asked.includes("light"));
  return followsSystem ? matchMedia("(prefers-color-scheme: dark)").matches : dark;
}

/** The rules of a theme for the widget's host element. Important where those of a page would else win. */
export function themeRules(theme: Theme, dark: boolean): string {
  const color = dark ? theme.colorDark : theme.color;
  const text = theme.textColor === "auto" ? textOn(color) : theme.textColor;
  return `:host{--livechat-accent:${color};--livechat-on-accent:${text};--livechat-radius:${theme.radius}px;
inset-block-end:${theme.offsetY}px!important;inset-inline-${theme.position}:${theme.offsetX}px!important;z-index:${theme.zIndex}!important;align-items:flex-${theme.position}!important;color-scheme:${dark ? "dark" : "light"}!important}`;
}
