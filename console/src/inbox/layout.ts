import { atom } from "nanostores";
import { storage } from "../client/storage.ts";

const DETAILS = "livechat-console:details";
/** Narrower than this, the column would stand on the conversation: it is opened when it is wanted. */
const NARROW = matchMedia("(max-width: 1100px)");

const isWanted = () => storage.get(DETAILS) !== "closed";

/** Whether the column about the visitor is shown. */
export const isDetailsOpen = atom(!NARROW.matches && isWanted());
NARROW.addEventListener("change", ({ matches }) => isDetailsOpen.set(!matches && isWanted()));

export function toggleDetails(): void {
  isDetailsOpen.set(!isDetailsOpen.get());
  if (!NARROW.matches) storage.set(DETAILS, isDetailsOpen.get() ? "open" : "closed");
}
