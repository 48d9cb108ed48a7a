import type { VisitorChat } from "@livechat/chat-client";
import { Attachments, FileAddresses } from "@livechat/chat-client/files";
import { adoptStyles } from "../styles.ts";
import { enFiles } from "../texts/en-files.ts";
import type { FileTexts, Language } from "../texts/index.ts";
import css from "./files.css?inline";

export { MessageFiles } from "./message-files.tsx";
export { Tray } from "./tray.tsx";

const addressesOf = new WeakMap<VisitorChat, FileAddresses>();

/** Puts the styles of files into the panel's shadow root, once. */
export const adoptFileStyles = (node: Node): void => adoptStyles(node, css);

export const fileTextsOf = ({ files }: Language): FileTexts => files ?? enFiles;

/** The files of the message that is being written. */
export function attachmentsOf(chat: VisitorChat): Attachments {
  return new Attachments({ ...chat.fileDeps, limits: () => chat.state.get().files });
}

/** One memory of addresses for all of a chat's messages. */
export function fileAddressesOf(chat: VisitorChat): FileAddresses {
  const known = addressesOf.get(chat);
  if (known) return known;
  const { api, platform } = chat.fileDeps;
  const made = new FileAddresses(api, platform.clock);
  addressesOf.set(chat, made);
  return made;
}
