/** Icons are drawn by a line, 24 units square. */
export const CLOSE = "M6 9l6 6 6-6";
export const BACK = "M14 5l-7 7 7 7";
export const EMOJI = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 14s1.500 2 4 2 4-2 4-2M9 9.500h.01M15 9.500h.01";

interface Props {
  path: string;
  /** Whether it points somewhere: then it points the other way in languages that are read from the right. */
  isDirected?: boolean;
}

export function Icon({ path, isDirected = false }: Props) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={isDirected ? "directed" : undefined}>
      <path d={path} />
    </svg>
  );
}
