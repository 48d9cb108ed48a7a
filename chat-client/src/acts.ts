/** What pages load with a conversation. */
export {
  isWithBot,
  type OpenChoices,
  type Option,
  openChoices,
  optionsIn,
} from "./visitor/bot-offers.ts";
export { ConversationActs, type PastEvents } from "./visitor/conversation-acts.ts";
