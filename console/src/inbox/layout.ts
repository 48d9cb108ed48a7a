import { atom } from "nanostores";
import { storage } from "../client/storage.ts";

const DETAILS = "livechat-console:details";

/** Whether the column about the visitor is shown: by choice, else where there is room for it. */
export const isDetailsOpen = atom(
  storage.get(DETAILS) === null ? innerWidth >= 1100 : storage.get(DETAILS) === "open" && innerWidth >= 760,
);

export function toggleDetails(): void {
  isDetailsOpen.set(!isDetailsOpen.get());
  storage.set(DETAILS, isDetailsOpen.get() ? "open" : "closed");
}
