import type { Transcript } from "./transcript.ts";

/** A transcript as plain text: a line with time and author in front of what was written. */
export function asText({ title, lines, cut }: Transcript): string {
  const parts = lines.map(({ at, author, text }) =>
    [[at, author].filter(Boolean).join("  "), text].join("\n"),
  );
  return `${[title, ...parts, ...(cut === null ? [] : [cut])].join("\n\n")}\n`;
}
