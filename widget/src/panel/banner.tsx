import { isForThisPage, sayTooMany } from "../say-error.ts";
import type { View } from "../view.ts";

type Shown = readonly [kind: "" | "warning" | "error", text: string];

/** What is wrong, in the visitor's words; null: nothing. No connection is said only when there is none. */
function bannerOf(view: View): Shown | null {
  const { state, texts } = view;
  const { connection, error, retryAt } = state;
  if (error?.type === "banned") return ["error", texts.banned];
  if (error && !isForThisPage(error.type)) return ["error", texts.notForThisPage];
  if (connection === "offline") return ["warning", texts.offline];
  if (error?.type === "too_many_requests") return ["warning", sayTooMany(retryAt, view)];
  if (error?.type === "service_unavailable" || error?.type === "internal")
    return ["warning", texts.unavailable];
  if (error) return ["error", texts.trouble];
  return connection === "polling" ? ["", texts.slow] : null;
}

export function Banner({ view }: { view: View }) {
  const [kind, text] = bannerOf(view) ?? ["", ""];
  return (
    <div class="banners" role="status">
      {text && <p class={`banner ${kind}`}>{text}</p>}
    </div>
  );
}
