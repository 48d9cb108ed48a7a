/** A piece of a message: plain, or with a meaning that its marks gave it. */
export type Piece =
  | { kind: "text" | "bold" | "italic" | "code" | "block"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mention"; agentId: string };

const PATTERNS =
  /```(?:\w*\n)?([\s\S]+?)```|`([^`\n]+)`|\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*|(?<![\w*])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w])|(https?:\/\/[^\s<>"']+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|@\[([\w-]{1,128})\]/g;

const count = (text: string, mark: string, end: number): number => text.slice(0, end).split(mark).length - 1;

/** Marks that end a sentence are not part of the address before them, nor is a bracket that was opened outside of it. */
function endOfAddress(address: string): number {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? "";
    const isOpenedInside = last === ")" && count(address, "(", end) >= count(address, ")", end);
    if (!/[.,;:!?)\]}'"]/.test(last) || isOpenedInside) break;
    end -= 1;
  }
  return end;
}

function pieceOf(match: RegExpMatchArray): Piece {
  const [whole, block, code, bold, italic, address, email, agentId] = match;
  if (block !== undefined) return { kind: "block", text: block };
  if (code !== undefined) return { kind: "code", text: code };
  if (bold !== undefined) return { kind: "bold", text: bold };
  if (italic !== undefined) return { kind: "italic", text: italic };
  if (agentId !== undefined) return { kind: "mention", agentId };
  if (email !== undefined) return { kind: "link", text: email, href: `mailto:${email}` };
  return { kind: "link", text: address ?? whole, href: address ?? whole };
}

/**
 * Links, `**bold**`, `_italic_`, code in backticks and mentions in a message. Everything else, whatever it looks like,
 * stays the text that it is: no markup is ever read as markup.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (to: number) => {
    if (to > from) pieces.push({ kind: "text", text: text.slice(from, to) });
  };
  for (const match of text.matchAll(PATTERNS)) {
    const piece = pieceOf(match);
    const cut = piece.kind === "link" && match[5] ? endOfAddress(match[0]) : match[0].length;
    if (piece.kind === "link" && match[5])
      Object.assign(piece, { text: match[0].slice(0, cut), href: match[0].slice(0, cut) });
    plain(match.index);
    pieces.push(piece);
    from = match.index + cut;
  }
  plain(text.length);
  return pieces;
}

/** The text without its marks, for a line that previews it. */
export const plainText = (text: string): string =>
  piecesOf(text)
    .map((piece) => (piece.kind === "mention" ? "@…" : piece.text))
    .join("");
