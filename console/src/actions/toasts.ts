import { atom } from "nanostores";

export interface Toast {
  id: number;
  /** A sentence, or the error that is said in the reader's language. */
  text: string | Error;
  kind: "news" | "problem";
  /** What can be done about it. */
  action?: { label: string; run(): void };
}

/** News goes by itself; a problem stays until it is dismissed. */
const NEWS_MS = 8_000;
const MOST = 4;

let made = 0;

export const toasts = atom<readonly Toast[]>([]);

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** Says something at the edge of the page. The same problem twice is said once. */
export function say(text: Toast["text"], more: Partial<Pick<Toast, "kind" | "action">> = {}): void {
  made += 1;
  const id = made;
  const toast: Toast = { id, text, kind: "news", ...more };
  const others = toasts.get().filter((other) => String(other.text) !== String(text));
  toasts.set([...others, toast].slice(-MOST));
  if (toast.kind === "news") setTimeout(() => dismissToast(id), NEWS_MS);
}

/** Shows a failed call: what it was about, and the API's reason. */
export function sayProblem(thrown: unknown, action?: Toast["action"]): void {
  say(thrown instanceof Error ? thrown : String(thrown), { kind: "problem", ...(action && { action }) });
}
