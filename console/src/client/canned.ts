import type { CannedResponse } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { atom } from "nanostores";
import { useEffect } from "react";
import { allPages, pageQuery } from "./all-pages.ts";
import { type Call, useCall } from "./call.ts";

const loaded = atom<readonly CannedResponse[] | null>(null);
let loading: Promise<void> | null = null;

/** Reads them all: choosing one must not wait for the network. */
export async function reloadCanned(call: Call): Promise<void> {
  const found = await allPages((pageToken) => call("listCannedResponses", { query: pageQuery(pageToken) }));
  loaded.set(found.sort((a, b) => a.shortcut.localeCompare(b.shortcut)));
}

/** What this agent may use, read once for the page; null until it is there. */
export function useCanned(): readonly CannedResponse[] | null {
  const call = useCall();
  const canned = useStore(loaded);
  useEffect(() => {
    if (canned !== null) return;
    // Without a network the next composer that opens tries again.
    if (loading === null)
      loading = reloadCanned(call)
        .catch(() => {})
        .finally(() => {
          loading = null;
        });
  }, [canned, call]);
  return canned;
}
