const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** "mod+k" as the keyboard in front of the reader shows it. */
export function keyCaps(chord: string): string[] {
  return chord
    .split(/[ +]/)
    .map((part) => (part === "mod" ? (isMac ? "⌘" : "Ctrl") : part.length === 1 ? part.toUpperCase() : part));
}
