import { adoptStyles } from "../styles.ts";
import css from "./conversation.css?inline";

export { Announcer } from "./announcer.tsx";
export { Ended } from "./ended.tsx";
export { Menu } from "./menu.tsx";
export { WaitingCard } from "./status-card.tsx";
export { Timeline } from "./timeline.tsx";

/** Puts the styles of conversations into the panel's shadow root, once. */
export const adoptConversationStyles = (node: Node): void => adoptStyles(node, css);
