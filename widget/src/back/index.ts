/**
 * The way back of a phone closes the chat that covers the page. An entry of the browser's history stands for the open
 * chat: it has the page's address and its router's state, so that for a router nothing changes with it.
 */

/** Marks the entry, beside whatever the page keeps in it. */
const MARK = "livechat";

/**
 * Turbo and Astro keep this in their entries, and load the page anew when one comes back: what stands in its fields would
 * be lost with every chat that is closed. Both leave an entry without a state alone.
 */
const LOADED_ANEW = ["turbo", "scrollX"];

interface Chat {
  isOpen(): boolean;
  open(): void;
  close(): void;
}

export interface BackCloses {
  /** The chat covers the page. `isRestored`: it did on the page before, so that this page gets no entry of its own. */
  opened(isRestored: boolean): void;
  /** The chat has been closed by something else than the way back: its entry goes. */
  closed(): void;
  stop(): void;
}

type State = Record<string, unknown>;

/** The page under the entry. */
interface Base {
  href: string;
  /** Of the history: an entry that has been added since is the page's. */
  length: number;
  state: State;
}

/** What the page keeps in the entry; only to an object can more be added. */
const stateOf = (): State => {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null ? { ...state } : {};
};
const isMarked = (): boolean => MARK in stateOf();

/** Lets back close the chat, and forward open it again. */
export function backCloses(chat: Chat): BackCloses {
  let base: Base | null = null;
  let isLeaving = false;
  let restoring: ReturnType<typeof setTimeout> | undefined;
  const isOurs = () => base?.href === location.href && base.length === history.length;
  const stand = () => {
    const { [MARK]: _, ...state } = stateOf();
    base = { href: location.href, length: history.length, state };
  };
  const push = () => {
    const state = stateOf();
    if (LOADED_ANEW.some((key) => key in state)) history.replaceState(null, "");
    history.pushState({ ...state, [MARK]: true }, "");
    stand();
  };
  const restore = () => {
    if (history.state === null && isOurs() && base && Object.keys(base.state).length > 0)
      history.replaceState(base.state, "");
  };
  const onPop = () => {
    // The page's router has a turn first: it may write a state of its own.
    restoring = setTimeout(restore);
    if (isLeaving) {
      isLeaving = false;
      restore();
      if (chat.isOpen()) push();
    } else if (isMarked()) {
      stand();
      chat.open();
    } else if (isOurs()) chat.close();
  };
  addEventListener("popstate", onPop);
  return {
    opened: (isRestored) => {
      if (isMarked()) stand();
      else if (!isRestored && !isLeaving) push();
    },
    closed: () => {
      if (isLeaving || !isMarked() || !isOurs()) return;
      isLeaving = true;
      history.back();
    },
    stop: () => {
      removeEventListener("popstate", onPop);
      clearTimeout(restoring);
    },
  };
}
