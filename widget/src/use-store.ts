import type { Store } from "@livechat/chat-client";
import { useEffect, useState } from "preact/hooks";

/** What a store of the client holds; drawn again once for all changes of a turn. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(() => store.get());
  useEffect(() => {
    const show = () => setValue(() => store.get());
    show();
    return store.listen(show);
  }, [store]);
  return value;
}
