import type { CannedResponse } from "@livechat/contract";
import { atom } from "nanostores";

export const isHelpOpen = atom(false);
export const isPaletteOpen = atom(false);
/** The state of the history where somebody came to the archive by the key for searching. */
export const SEARCHING = "searching";
/** The canned response that was chosen in the palette: the composer that is open takes it, and puts null in its place. */
export const pickedCanned = atom<CannedResponse | null>(null);
