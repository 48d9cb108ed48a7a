import type { FileProblem } from "@livechat/chat-client/files";
import { type FileTexts, fill } from "../texts/index.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size as people read it: "2.4 MB". */
export function sizeIn(bytes: number, locale: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const style = {
    style: "unit",
    unit: UNITS[unit] ?? "byte",
    maximumFractionDigits: value < 10 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}

/** Why a file is not sent, in the reader's language. */
export function sayProblem(problem: FileProblem, texts: FileTexts, locale: string): string {
  if (problem.reason === "tooMany") return fill(texts.tooMany, { n: problem.max });
  if (problem.reason !== "tooLarge") return texts[problem.reason];
  const { maxBytes } = problem;
  return maxBytes === null ? texts.tooLargeHere : fill(texts.tooLarge, { size: sizeIn(maxBytes, locale) });
}
