import { useState } from "preact/hooks";

let count = 0;

/** An id of one's own in the panel. Preact's own `useId` gives the same one to parts that are drawn at different times. */
export function useUniqueId(): string {
  const [id] = useState(() => {
    count += 1;
    return `livechat-${count}`;
  });
  return id;
}
