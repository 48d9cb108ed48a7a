import { useLocation } from "wouter";
import { useKeys } from "../keys/use-keys.ts";
import { toggleDetails } from "./layout.ts";
import { chooseUpTo, toggleChosen } from "./selection.ts";
import type { InboxList } from "./use-list.ts";

interface Props {
  list: InboxList;
  openId: string | null;
  hrefOf(id: string): string;
}

/** Through the list without a mouse: j and k, Alt and a number, and what concerns the page alone. */
export function useInboxKeys({ list, openId, hrefOf }: Props): void {
  const [, go] = useLocation();
  const ids = [...list.waiting, ...list.conversations].map(({ id }) => id);
  const step = (by: 1 | -1) => {
    const at = openId === null ? (by === 1 ? -1 : ids.length) : ids.indexOf(openId);
    const next = ids[at + by];
    if (next) go(hrefOf(next));
  };
  const nth = (n: number) => {
    const id = list.conversations[n - 1]?.id;
    if (id) go(hrefOf(id));
  };
  const choose = (isRange: boolean) => {
    const focused = document.activeElement?.getAttribute("data-conversation") ?? openId;
    if (focused === null) return;
    if (isRange) chooseUpTo(focused, ids);
    else toggleChosen(focused);
  };
  useKeys({
    choose: (event) => choose(event.shiftKey),
    next: () => step(1),
    previous: () => step(-1),
    details: toggleDetails,
    nth: (event) => nth(Number(event.code.at(-1))),
  });
}
