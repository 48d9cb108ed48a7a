/** What an open conversation needs beside what starts one: loaded with the first conversation. */
import * as parts from "../connection/live-parts.ts";

export { OpenConversation } from "./open-conversation.ts";
export { parts };
