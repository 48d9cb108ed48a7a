import { type Piece, piecesOf } from "@livechat/chat-ui";
import { memo, type ReactNode } from "react";
import { useAgentName } from "../client/context.tsx";

function Shown({ piece }: { piece: Piece }): ReactNode {
  const agentName = useAgentName();
  switch (piece.kind) {
    case "bold":
      return <strong>{piece.text}</strong>;
    case "italic":
      return <em>{piece.text}</em>;
    case "code":
      return <code>{piece.text}</code>;
    case "block":
      return <code className="block">{piece.text}</code>;
    case "link":
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {piece.text}
        </a>
      );
    case "list": {
      const lines = piece.items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as for the pieces below.
        <li key={at}>
          <Pieces pieces={item} />
        </li>
      ));
      return piece.start === null ? <ul>{lines}</ul> : <ol start={piece.start}>{lines}</ol>;
    }
    case "mention":
      return <strong className="mention">@{agentName(piece.agentId) ?? piece.agentId}</strong>;
    default:
      return piece.text;
  }
}

function Pieces({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
  return pieces.map((piece, at) => <Shown key={at} piece={piece} />);
}

/** A message as it is read: links, lists, light formatting, mentions. */
export const MessageText = memo(({ text }: { text: string }) => <Pieces pieces={piecesOf(text)} />);
