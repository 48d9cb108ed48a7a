import { atom } from "nanostores";
import { storage } from "../client/storage.ts";

const STORED = "livechat-console:send-key";

/** Whether Enter sends; else Ctrl or Cmd and Enter do. */
export const sendsWithEnter = atom(storage.get(STORED) !== "mod");

export function chooseSendKey(withEnter: boolean): void {
  if (withEnter) storage.remove(STORED);
  else storage.set(STORED, "mod");
  sendsWithEnter.set(withEnter);
}
