import type { View } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { atom } from "nanostores";
import { useEffect } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { allPages, pageQuery } from "./all-pages.ts";
import { type Call, useCall } from "./call.ts";
import { useMe } from "./context.tsx";

/** The saved views of whoever is signed in; null until they are loaded. */
const saved = atom<readonly View[] | null>(null);
let loadedFor: string | null = null;

export async function reloadViews(call: Call): Promise<void> {
  saved.set(await allPages((pageToken) => call("listViews", { query: pageQuery(pageToken) })));
}

/** The views that this agent sees, loaded once. */
export function useSavedViews(): readonly View[] {
  const call = useCall();
  const { id } = useMe();
  useEffect(() => {
    if (loadedFor === id) return;
    loadedFor = id;
    saved.set(null);
    reloadViews(call).catch((error: unknown) => {
      loadedFor = null;
      sayProblem(error);
    });
  }, [call, id]);
  return useStore(saved) ?? [];
}

const SAVED = "saved-";

/** The name of a saved view in an address, beside the names of those that are there for all. */
export const savedName = (id: string): string => `${SAVED}${id}`;
export const savedIdOf = (name: string): string | null =>
  name.startsWith(SAVED) ? name.slice(SAVED.length) : null;
