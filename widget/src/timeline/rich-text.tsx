import { type Piece, piecesOf } from "@livechat/chat-ui";

function Shown({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case "bold":
      return <strong>{piece.text}</strong>;
    case "italic":
      return <em>{piece.text}</em>;
    case "code":
      return <code>{piece.text}</code>;
    case "block":
      return <code class="block">{piece.text.replace(/\n$/, "")}</code>;
    case "link":
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      );
    case "list":
      return <List {...piece} />;
    case "mention":
      return <>{`@[${piece.agentId}]`}</>;
    default:
      return <>{piece.text}</>;
  }
}

function List({ start, items }: Extract<Piece, { kind: "list" }>) {
  const lines = items.map((pieces, index) => (
    <li key={index}>
      <Pieces pieces={pieces} />
    </li>
  ));
  return start === null ? <ul>{lines}</ul> : <ol start={start}>{lines}</ol>;
}

/** A message's text with its links, lists and light formatting. Everything else, whatever it looks like, stays text. */
export function RichText({ text }: { text: string }) {
  return <Pieces pieces={piecesOf(text)} />;
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) => (
        <Shown key={index} piece={piece} />
      ))}
    </>
  );
}
