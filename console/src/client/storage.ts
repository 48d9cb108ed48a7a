import { browserPlatform } from "@livechat/chat-client";

/** What this browser keeps between visits; where the browser refuses to, this page alone remembers. */
export const storage = browserPlatform().store;
