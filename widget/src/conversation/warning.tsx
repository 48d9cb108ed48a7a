import { useEffect } from "preact/hooks";
import { isForThisPage } from "../say-error.ts";
import type { View } from "../view.ts";

/** The page's developer learns what the visitor cannot do anything about, once. */
export function Warning({ view }: { view: View }) {
  const { error } = view.state;
  const isOurs = error !== null && !isForThisPage(error.type);
  useEffect(() => {
    if (!isOurs) return;
    const what =
      error.type === "refused_origin"
        ? `pages of ${location.origin} may not use this chat. Add it to the widget's allowed domains`
        : `${error.message} Look at the widget and the group that this page names`;
    console.error(`livechat: ${what}.`);
  }, [isOurs]);
  return null;
}
