/** The visitor's own wish, in every tab. */
export const MUTED_KEY = "livechat:muted";

/** Where the browser refuses storage, what is wished holds for as long as the page lives. */
let wish = false;

/** Whether the visitor wants no sound. */
export function isMuted(): boolean {
  try {
    return localStorage.getItem(MUTED_KEY) !== null;
  } catch {
    return wish;
  }
}

export function setMuted(muted: boolean): void {
  wish = muted;
  try {
    if (muted) localStorage.setItem(MUTED_KEY, "1");
    else localStorage.removeItem(MUTED_KEY);
  } catch {
    // Refused: see above.
  }
}
