import type { Tag } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { atom } from "nanostores";
import { useEffect } from "react";
import { allPages, pageQuery } from "./all-pages.ts";
import { type Call, useCall } from "./call.ts";

const loaded = atom<readonly Tag[] | null>(null);
let loading: Promise<void> | null = null;

async function load(call: Call): Promise<void> {
  const found = await allPages((pageToken) => call("listTags", { query: pageQuery(pageToken) }));
  loaded.set(found.sort((a, b) => a.name.localeCompare(b.name)));
}

/** Reads them again: a tag was made, changed or deleted here. */
export async function reloadTags(call: Call): Promise<void> {
  await load(call);
}

/** All tags, read once for the page. */
export function useTags(): readonly Tag[] {
  const call = useCall();
  const tags = useStore(loaded);
  useEffect(() => {
    if (tags !== null) return;
    // Without a network the next place that needs them tries again.
    if (loading === null)
      loading = load(call)
        .catch(() => {})
        .finally(() => (loading = null));
  }, [tags, call]);
  return tags ?? [];
}
