import { atom } from "nanostores";

export const isHelpOpen = atom(false);
export const isPaletteOpen = atom(false);
