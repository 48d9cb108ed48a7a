import { adoptStyles } from "../styles.ts";
import css from "./forms.css?inline";

export { OfflineForm } from "./offline-form.tsx";
export { PreChat } from "./pre-chat.tsx";

/** Puts the styles of forms into the panel's shadow root, once. */
export const adoptFormStyles = (node: Node): void => adoptStyles(node, css);
