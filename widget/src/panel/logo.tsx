import { useState } from "preact/hooks";
import type { View } from "../view.ts";

/** The company's logo. Nothing stands there where there is none, it cannot be loaded, or the page's policy allows none. */
export function Logo({ view: { api, state } }: { view: View }) {
  const path = state.config?.logoUrl;
  const [failed, setFailed] = useState<string | null>(null);
  if (!path || path === failed) return null;
  // It stands beside the title, which says the same in words.
  return <img class="logo" src={api + path} alt="" onError={() => setFailed(path)} />;
}
