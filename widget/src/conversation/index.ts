import { adoptStyles } from "../styles.ts";
import messages from "../timeline/message.css?inline";
import timeline from "../timeline/timeline.css?inline";
import cards from "./card.css?inline";
import tools from "./conversation.css?inline";

export { Timeline } from "../timeline/timeline.tsx";
export { WaitingCard } from "../waiting/waiting-card.tsx";
export { Announcer } from "./announcer.tsx";
export { AttachButtons } from "./attach-buttons.tsx";
export { Ended } from "./ended.tsx";
export { Face } from "./head.tsx";
export { Tools } from "./tools.tsx";
export { saveTranscript } from "./transcript.ts";
export { Warning } from "./warning.tsx";

/** What draws a conversation: loaded once there may be one. */
export type ConversationParts = typeof import("./index.ts");

const css = [tools, cards, timeline, messages].join("\n");

/** Puts the styles of conversations into the panel's shadow root, once. */
export const adoptConversationStyles = (node: Node): void => adoptStyles(node, css);
