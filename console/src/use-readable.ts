import type { Readable } from "@livechat/chat-client";
import { useEffect, useState } from "preact/hooks";

/** The value now, and again whenever it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  const [value, setValue] = useState(readable.get());
  useEffect(() => {
    setValue(readable.get());
    return readable.subscribe(setValue);
  }, [readable]);
  return value;
}
