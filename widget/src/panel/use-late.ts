import { useEffect, useState } from "preact/hooks";

/** What takes no longer than this is not worth a word. */
const LATE_MS = 1_000;

/** Whether something has been so for a while: what passes at once is not shown, and moves nothing. */
export function useLate(isSo: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isSo) return undefined;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, [isSo]);
  return isSo && isLate;
}
