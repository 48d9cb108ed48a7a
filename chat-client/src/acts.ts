/** What pages load with a conversation. */
export { ConversationActs, type PastEvents } from "./visitor/conversation-acts.ts";
