/** A piece of a message: plain, or with a meaning that its marks gave it. */
export type Piece =
  | { kind: "text" | "bold" | "italic" | "code" | "block"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mention"; agentId: string }
  | {
      kind: "list";
      /** The first number of a list with numbers; null: its items have none. */
      start: number | null;
      items: Piece[][];
    };

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

/** A block of code: nothing in it is anything else. */
const FENCE = /```(?:\w*\n)?[\s\S]+?```/g;

/** Lines that follow each other, each with a mark. One alone is a dash, or a date. */
const LIST = /(?<=^|\n)(?:(?:[-*•] +\S[^\n]*(?:\n|$)){2,}|(?:\d{1,3}[.)] +\S[^\n]*(?:\n|$)){2,})/g;

/** Pure. null: numbers that do not follow each other are not those of a list. */
function listOf(text: string): Piece | null {
  const lines = text.trimEnd().split("\n");
  const numbers = lines.map((line) => Number.parseInt(line, 10));
  const start = numbers[0] ?? Number.NaN;
  const isNumbered = !Number.isNaN(start);
  if (isNumbered && numbers.some((number, at) => number !== start + at)) return null;
  const items = lines.map((line) => inLine(line.replace(/^(?:[-*•]|\d+[.)]) +/, "")));
  return { kind: "list", start: isNumbered ? start : null, items };
}

/** Cuts the text where the pattern matches: what is between, and what is matched, each as pieces. */
function cutAt(
  text: string,
  pattern: RegExp,
  [between, matched]: [(text: string) => Piece[], (text: string) => Piece[]],
): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    pieces.push(...between(text.slice(from, index)), ...matched(found));
    from = index + found.length;
  }
  return [...pieces, ...between(text.slice(from))];
}

function listsIn(text: string): Piece[] {
  return cutAt(text, LIST, [inLine, (found) => [listOf(found) ?? inLine(found)].flat()]);
}

/**
 * Links, lists, `**bold**`, `_italic_`, code in backticks and mentions in a message. Everything else, whatever it looks
 * like, stays the text that it is: no markup is ever read as markup.
 */
export function piecesOf(text: string): Piece[] {
  return cutAt(text, FENCE, [listsIn, inLine]);
}

function inLine(text: string): Piece[] {
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
export const plainText = (text: string): string => plain(piecesOf(text));

function plain(pieces: readonly Piece[]): string {
  const words = pieces.map((piece) => {
    if (piece.kind === "mention") return "@…";
    if (piece.kind !== "list") return piece.text;
    const { start, items } = piece;
    return items.map((item, at) => `${start === null ? "•" : `${start + at}.`} ${plain(item)}`).join("\n");
  });
  return words.join("");
}
