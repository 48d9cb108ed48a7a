/** A mistake in the page's own script: shown in its console, and of no consequence for what comes after it. */
export async function attempt(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    reportError(error);
  }
}

/** Adds listeners of the window, told of everything in it; returns what removes them. */
export function listen(names: readonly string[], run: (event: Event) => void, target: EventTarget = window) {
  for (const name of names) target.addEventListener(name, run, true);
  return () => {
    for (const name of names) target.removeEventListener(name, run, true);
  };
}

/**
 * Keeps the element on the page when its body is exchanged, as by Turbo or Astro, or emptied. Copies of it that come back
 * with a cached body are taken away. Returns what ends this.
 */
export function stayOnPage(host: HTMLElement): () => void {
  const observer = new MutationObserver(() => place());
  const place = () => {
    for (const other of document.querySelectorAll(host.localName)) if (other !== host) other.remove();
    if (!host.isConnected) document.body.append(host);
    observer.disconnect();
    for (const parent of [document.documentElement, document.body])
      observer.observe(parent, { childList: true });
  };
  place();
  return () => {
    observer.disconnect();
    host.remove();
  };
}

/** Where it is looked whether something lies over an element, in parts of its width and height. */
const LOOKED_AT = [0.1, 0.5, 0.9];

/**
 * Keeps what the page has the focus on in sight (WCAG 2.2, 2.4.11): while something of ours lies over it, all of ours is
 * out of the way. Returns what ends this.
 */
export function stayOutOfTheWay(host: HTMLElement): () => void {
  // Browsers tell of scrolling and resizing once a frame.
  return listen(["focusin", "focusout", "scroll", "resize"], () => {
    const focused = document.activeElement;
    host.removeAttribute("data-aside");
    if (!focused || /^(BODY|LIVECHAT)/.test(focused.tagName)) return;
    const { left, top, width, height } = focused.getBoundingClientRect();
    const isOver = (x: number, y: number) =>
      document.elementFromPoint(left + x * width, top + y * height) === host;
    if (LOOKED_AT.some((x) => LOOKED_AT.some((y) => isOver(x, y)))) host.setAttribute("data-aside", "");
  });
}
