/**
 * What was stored as JSON, or null when that is not there or cannot be read: the page, which shares our storage, may
 * have written something else, and one bad key must not end the chat for ever.
 */
export function parseStored<T extends object>(text: string | null, keys: readonly (keyof T)[]): T | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as T | null;
    const isWhole = typeof value === "object" && value !== null && keys.every((key) => key in value);
    return isWhole ? value : null;
  } catch {
    return null;
  }
}
