import { atom } from "nanostores";

export const isHelpOpen = atom(false);
export const isPaletteOpen = atom(false);
/** The state of the history where somebody came to the archive by the key for searching. */
export const SEARCHING = "searching";
