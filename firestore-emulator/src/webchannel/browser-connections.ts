import { WEBCHANNEL_LIMITS } from "./limits.ts";

/** Called to make a back channel end, so that its connection is free for others; the client opens it again. */
type Yield = () => void;

/**
 * A browser opens at most six HTTP/1.1 connections to one host, over all its tabs, and every client holds two of them
 * as back channels: with three clients no further request could leave the browser. So when one browser holds that
 * many back channels, the one that has been open longest ends after a moment, and the others get their turn.
 */
export class BrowserConnections {
  private readonly channels = new Map<string, Set<Yield>>();

  /**
   * Counts an open back channel.
   * @param client what tells one browser from another
   * @returns to be called when the back channel is closed
   */
  open(client: string, yieldNow: Yield): () => void {
    const open = this.channels.get(client) ?? new Set();
    this.channels.set(client, open.add(yieldNow));
    if (open.size >= WEBCHANNEL_LIMITS.BROWSER_CONNECTIONS) this.yieldLongest(open);
    return () => {
      open.delete(yieldNow);
      if (open.size === 0 && this.channels.get(client) === open) this.channels.delete(client);
    };
  }

  private yieldLongest(open: Set<Yield>): void {
    setTimeout(() => {
      const [longest] = open;
      if (longest && open.size >= WEBCHANNEL_LIMITS.BROWSER_CONNECTIONS) longest();
    }, WEBCHANNEL_LIMITS.FULL_BROWSER_HOLD_MS).unref();
  }
}
