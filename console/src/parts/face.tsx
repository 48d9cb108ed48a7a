interface Props {
  name: string;
  url?: string | null;
  status?: "online" | "away" | "offline";
  small?: boolean;
}

/** "Ada Lovelace" is AL, "anna" is A. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  return letters.join("").toUpperCase() || "?";
}

/** A face, or initials; the name stands beside it or in a label, so it says nothing by itself. */
export function Face({ name, url, status, small = false }: Props) {
  return (
    <span className={`face ${small ? "small" : ""}`} aria-hidden="true">
      {url ? <img src={url} alt="" referrerPolicy="no-referrer" /> : initialsOf(name)}
      {status && <span className={`presence ${status}`} />}
    </span>
  );
}
