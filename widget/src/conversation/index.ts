import { adoptStyles } from "../styles.ts";
import css from "./conversation.css?inline";

export { Announcer } from "./announcer.tsx";
export { AttachButtons } from "./attach-buttons.tsx";
export { Ended } from "./ended.tsx";
export { Face } from "./head.tsx";
export { WaitingCard } from "./status-card.tsx";
export { Timeline } from "./timeline.tsx";
export { Tools } from "./tools.tsx";
export { saveTranscript } from "./transcript.ts";
export { Warning } from "./warning.tsx";

/** What draws a conversation: loaded once there may be one. */
export type ConversationParts = typeof import("./index.ts");

/** Puts the styles of conversations into the panel's shadow root, once. */
export const adoptConversationStyles = (node: Node): void => adoptStyles(node, css);
