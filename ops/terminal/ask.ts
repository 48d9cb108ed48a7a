import { createInterface } from "node:readline/promises";

export interface Question {
  readonly question: string;
  readonly fallback: string;
}

/** Asks at the terminal; an empty answer, and every answer where there is no terminal, is the fallback. */
export async function ask({ question, fallback }: Question): Promise<string> {
  if (!process.stdin.isTTY) return fallback;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question(`${question}${fallback === "" ? "" : ` [${fallback}]`}: `);
    return answer.trim() || fallback;
  } finally {
    reader.close();
  }
}
