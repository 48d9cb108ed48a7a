/** Colours as sRGB channels from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** What text needs against its ground, by WCAG 2.2, 1.4.3 (level AA). */
export const TEXT_CONTRAST = 4.5;

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** Reads `#rgb`, `#rrggbb` and what browsers compute: `rgb(1, 2, 3)`. null for anything else. */
export function parseColor(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (hex) {
    const long = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
    const channel = (at: number) => Number.parseInt(long.slice(at, at + 2), 16);
    return [channel(0), channel(2), channel(4)];
  }
  const found = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(text.trim());
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : null;
}

export const toHex = (color: Rgb): string =>
  `#${color.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;

/** Relative luminance, by WCAG 2.2. */
function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio from 1 to 21, by WCAG 2.2. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** The wanted text colour if it can be read on this ground, else white or black, of which one always can. */
export function textOn(ground: Rgb, wanted: Rgb | null): Rgb {
  if (wanted && contrast(ground, wanted) >= TEXT_CONTRAST) return wanted;
  return contrast(ground, WHITE) >= TEXT_CONTRAST ? WHITE : BLACK;
}

/** The colour, made lighter or darker until it can be read on this ground. */
export function readableOn(ground: Rgb, color: Rgb): Rgb {
  const goal = luminance(ground) > 0.18 ? BLACK : WHITE;
  const mixed = (part: number) => color.map((channel, at) => channel + ((goal[at] ?? 0) - channel) * part);
  for (let part = 0; part < 1; part += 0.05) {
    const candidate = mixed(part).map(Math.round) as unknown as Rgb;
    if (contrast(ground, candidate) >= TEXT_CONTRAST) return candidate;
  }
  return goal;
}
