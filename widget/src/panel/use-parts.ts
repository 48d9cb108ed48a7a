import type { VisitorChat } from "@livechat/chat-client";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { type Attaching, useAttaching } from "../files/use-attaching.ts";
import { useLazy } from "../use-lazy.ts";

const loadForms = () => import("../forms/index.ts");
const loadHome = () => import("../home/index.tsx");
const loadEarlier = () => import("../earlier/earlier.tsx");
const loadConversation = () => import("../conversation/index.ts");

/** Opened for so long, the panel gets ready for a conversation: its first words are then shown at once. */
const GET_READY_AFTER_MS = 150;

/** What of the panel is loaded later. null until it is there. */
export interface Parts {
  forms: Awaited<ReturnType<typeof loadForms>> | null;
  conversation: Awaited<ReturnType<typeof loadConversation>> | null;
  home: Awaited<ReturnType<typeof loadHome>> | null;
  earlier: Awaited<ReturnType<typeof loadEarlier>> | null;
  attaching: Attaching;
}

interface Needed {
  isOpen: boolean;
  forms: boolean;
  home: boolean;
  earlier: boolean;
}

/** What draws a conversation: loaded as soon as there is one, or the visitor may begin one. */
function useConversation(chat: VisitorChat, isOpen: boolean): Parts["conversation"] {
  const { conversationId, timeline } = chat.state.get();
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setTimeout(() => {
      setReady(true);
      void chat.prepare();
    }, GET_READY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return useLazy(loadConversation, isReady || conversationId !== null || timeline.length > 0);
}

/** Loads what is needed, and puts its styles into the panel. */
export function useParts(chat: VisitorChat, panel: RefObject<HTMLElement>, needed: Needed): Parts {
  const attaching = useAttaching(chat);
  const forms = useLazy(loadForms, needed.forms);
  const conversation = useConversation(chat, needed.isOpen);
  const home = useLazy(loadHome, needed.home);
  const earlier = useLazy(loadEarlier, needed.earlier);
  // Before they are painted: without them the composer would jump.
  useLayoutEffect(() => {
    if (!panel.current) return;
    attaching.files?.adoptFileStyles(panel.current);
    forms?.adoptFormStyles(panel.current);
    conversation?.adoptConversationStyles(panel.current);
  }, [attaching.files, forms, conversation]);
  return { forms, conversation, home, earlier, attaching };
}
