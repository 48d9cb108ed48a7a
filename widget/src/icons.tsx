/** The panel's icons, 24 units square, drawn by a line. */
const PATHS = {
  close: "M6 9l6 6 6-6",
  end: "M15 4h4v16h-4M10 8l-4 4 4 4M6 12h9",
  more: "M5 11v2M12 11v2M19 11v2",
  back: "M14 5l-7 7 7 7",
  emoji: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 14s1.500 2 4 2 4-2 4-2M9 9.500h.01M15 9.500h.01",
  clip: "M8 13V7a4 4 0 0 1 8 0v9a6 6 0 0 1-12 0V8",
  camera: "M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4",
} as const;

export type IconName = keyof typeof PATHS;

/** Those that point somewhere point the other way in languages that are read from the right. */
const DIRECTED: readonly string[] = ["end", "back"];

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={DIRECTED.includes(name) ? "directed" : undefined}>
      <path d={PATHS[name]} />
    </svg>
  );
}
