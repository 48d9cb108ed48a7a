import type { FileProblem } from "@livechat/chat-client/files";
import type { Texts } from "../texts/texts.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size as people read it: "2.4 MB". */
export function sizeIn(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = value < 10 ? 1 : 0;
  const style = { style: "unit", unit: UNITS[unit] ?? "byte", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language, style).format(value);
}

/** Why a file is not sent, in the agent's language. */
export function sayProblem(problem: FileProblem, t: Texts, language: string): string {
  if (problem.reason === "tooMany") return t("files.tooMany", { max: problem.max });
  if (problem.reason === "other") return t("files.broken");
  if (problem.reason !== "tooLarge") return t(`files.${problem.reason}`);
  const { maxBytes } = problem;
  return maxBytes === null
    ? t("files.tooLargeHere")
    : t("files.tooLarge", { size: sizeIn(maxBytes, language) });
}
