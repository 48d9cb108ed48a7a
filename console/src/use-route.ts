import { useEffect, useState } from "preact/hooks";

const CONVERSATION = /^#\/conversations\/([\w-]+)$/;

const openId = (): string | null => CONVERSATION.exec(location.hash)?.[1] ?? null;

/** The open conversation stands in the address, so that a reload comes back to it. */
export function useOpenConversation(): [string | null, (id: string | null) => void] {
  const [id, setId] = useState(openId);
  useEffect(() => {
    const follow = () => setId(openId());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const open = (next: string | null) => {
    location.hash = next ? `#/conversations/${next}` : "#/";
  };
  return [id, open];
}
