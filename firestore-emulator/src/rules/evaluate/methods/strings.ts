import { Bytes } from "../../../model/value.ts";
import { type Methods, method } from "../../values/overloads.ts";
import { RuleError } from "../../values/rule-error.ts";
import { checkedText } from "../../values/value-size.ts";
import { compileRegex } from "./regex.ts";

/** rules.String. Sizes and positions count characters (code points). */
export const stringMethods: Methods = {
  lower: method([[]], (text: string) => text.toLowerCase()),
  upper: method([[]], (text: string) => text.toUpperCase()),
  trim: method([[]], (text: string) => text.trim()),
  size: method([[]], (text: string) => BigInt(characters(text).length)),
  toUtf8: method([[]], (text: string) => new Bytes(new Uint8Array(Buffer.from(text, "utf8")))),
  /** The whole string has to match. */
  matches: method([["string"]], (text: string, pattern) => compileRegex(String(pattern)).matches(text)),
  split: method([["string"]], (text: string, pattern) => split(text, String(pattern))),
  replace: method([["string", "string"]], (text: string, pattern, replacement) =>
    replace(text, String(pattern), String(replacement)),
  ),
};

export function characters(text: string): string[] {
  return [...text];
}

/** As Java's and RE2/J's split: empty strings at the end are dropped. */
function split(text: string, pattern: string): string[] {
  return text === "" ? [""] : compileRegex(pattern).split(text);
}

/** `$1` and so on in the replacement stand for groups; a group that does not exist is an error. */
function replace(text: string, pattern: string, replacement: string): string {
  const regex = compileRegex(pattern);
  try {
    return checkedText(regex.matcher(text).replaceAll(replacement, true));
  } catch (error) {
    if (error instanceof RuleError) throw error;
    throw new RuleError(`Invalid replacement: ${error instanceof Error ? error.message : replacement}.`);
  }
}
