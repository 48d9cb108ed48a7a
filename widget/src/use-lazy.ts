import { loadPart } from "@livechat/chat-client";
import { useEffect, useState } from "preact/hooks";

/** After a failure a part is asked for again, as long as it is needed. */
const AGAIN_MS = 3_000;

const loaded = new Map<() => Promise<unknown>, unknown>();

/** A part of the panel that is loaded when it is first needed; null until it is there. `load` is the same each time. */
export function useLazy<Part>(load: () => Promise<Part>, isNeeded: boolean): Part | null {
  const [, redraw] = useState(0);
  const part = (loaded.get(load) as Part | undefined) ?? null;
  useEffect(() => {
    if (!isNeeded || part) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const attempt = () => {
      loadPart(load).then(
        (module) => {
          loaded.set(load, module);
          if (!isOver) redraw((count) => count + 1);
        },
        () => {
          if (!isOver) timer = setTimeout(attempt, AGAIN_MS);
        },
      );
    };
    attempt();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isNeeded, part]);
  return part;
}
