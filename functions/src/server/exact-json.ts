/** Tokens of JSON text that holds strings and numbers: a string is passed over as a whole. */
const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Every whole number of so few digits is kept exactly by an IEEE 754 double. */
const EXACT_DIGITS = 15;

function isKept(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  return number.length <= EXACT_DIGITS || !/^-?\d+$/.test(number) || BigInt(number) === BigInt(value);
}

/**
 * What is wrong with JSON text that parses and yet would not be stored as it was sent; null: nothing is.
 * - A whole number beyond 2^53 would be rounded without a word: ids of other systems are such numbers.
 * - A key `__proto__` would be lost on the way.
 * @param text JSON, known to parse
 */
export function lossOf(text: string): string | null {
  let key: string | null = null;
  for (const [token] of text.matchAll(STRING_OR_NUMBER)) {
    if (!token.startsWith('"')) {
      if (!isKept(token)) return `holds a number that cannot be kept exactly: send ${token} as a string`;
    } else if (/proto|\\u/.test(token)) {
      key = JSON.parse(token) as string;
      if (key === "__proto__") return "must not hold __proto__";
    }
  }
  return null;
}
