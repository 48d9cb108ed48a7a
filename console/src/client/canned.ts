import type { CannedResponse } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { atom } from "nanostores";
import { useEffect } from "react";
import { allPages, pageQuery } from "./all-pages.ts";
import { type Call, useCall } from "./call.ts";

/** What this agent may use, as far as it has been read. */
export interface Canned {
  /** By shortcut once all are there, before in the order in which they come. */
  responses: readonly CannedResponse[];
  /** `partly`: without a network the rest could not be read. */
  state: "loading" | "partly" | "whole";
}

const NONE: Canned = { responses: [], state: "partly" };

export const canned = atom<Canned>(NONE);
let loading: Promise<void> | null = null;
const byName = new Intl.Collator().compare;

/** Reads them all: choosing one must not wait for the network. Until all are there, the first can be chosen from. */
export async function reloadCanned(call: Call): Promise<void> {
  const before = canned.get();
  const isFirst = before.state !== "whole";
  const show = (responses: readonly CannedResponse[]) => canned.set({ responses, state: "loading" });
  if (isFirst) show(before.responses);
  try {
    const found = await allPages(
      (pageToken) => call("listCannedResponses", { query: pageQuery(pageToken) }),
      isFirst ? show : undefined,
    );
    const responses = found.sort((a, b) => byName(a.shortcut, b.shortcut));
    canned.set({ responses, state: "whole" });
  } catch (problem) {
    if (isFirst) canned.set({ ...canned.get(), state: "partly" });
    throw problem;
  }
}

/** Somebody else has signed in: some of them are one agent's own. */
export const forgetCanned = (): void => canned.set(NONE);

/** What this agent may use, read once for the page: with the first composer that opens. */
export function useCanned(): Canned {
  const call = useCall();
  const known = useStore(canned);
  useEffect(() => {
    // Without a network the next composer that opens tries again.
    if (canned.get().state !== "whole" && loading === null)
      loading = reloadCanned(call)
        .catch(() => {})
        .finally(() => {
          loading = null;
        });
  }, [call]);
  return known;
}
