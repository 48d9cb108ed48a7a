import type { View } from "@livechat/contract";
import { atom } from "nanostores";

/** The view whose form is open; `view: null` is a new one. null: none is. */
export const editedView = atom<{ view: View | null } | null>(null);
