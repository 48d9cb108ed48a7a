/** Whether a pattern names everything that another one names. */
const covers = (wide: string, pattern: string): boolean =>
  wide === pattern || wide === "*" || (wide.endsWith(".*") && pattern.startsWith(wide.slice(0, -1)));

/** Whether what is chosen names all that the pattern names. */
export const isCovered = (chosen: readonly string[], pattern: string): boolean =>
  chosen.some((one) => covers(one, pattern));

/** With the pattern, or without it; what it names anyway is not chosen by itself, too. */
export function toggled(chosen: readonly string[], pattern: string): string[] {
  if (chosen.includes(pattern)) return chosen.filter((one) => one !== pattern);
  return [...chosen.filter((one) => !covers(pattern, one)), pattern];
}
