import type { Conversation, Event, Page } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import { type TimelineItem, timelineOf } from "../conversation/timeline.ts";
import { ChatError } from "../platform/chat-error.ts";
import type { VisitorChat } from "./visitor-chat.ts";

const EARLIER_CONVERSATIONS = 25;
const EVENTS_A_PAGE = 100;
const BEYOND_ANY_SEQ = 1_000_000_000;

/** A page of an earlier conversation. */
export interface PastEvents {
  items: TimelineItem[];
  /** What to ask with for the page above; null: there is none. */
  beforeSeq: number | null;
}

/** What a visitor reads of conversations beside the one that is open: calls of the API, one each. */
export class ConversationActs {
  constructor(private readonly chat: VisitorChat) {}

  /** The conversation that is shown as a text to keep, in the visitor's language. @throws ChatError */
  async transcript(): Promise<string> {
    return this.api.getText(`/v1/conversations/${this.needId()}/transcript?format=text`);
  }

  /** Asks for a person instead of the bot that has the conversation. @throws ChatError */
  async requestPerson(): Promise<void> {
    await this.api.post(`/v1/conversations/${this.needId()}/request-person`);
  }

  /**
   * The visitor's own conversations, newest activity first, one read each. `isWhole`: with the one that is shown.
   * @throws ChatError
   */
  async list({ limit = EARLIER_CONVERSATIONS, isWhole = false } = {}): Promise<Conversation[]> {
    const shown = this.chat.state.get().conversationId;
    const { items } = await this.api.get<Page<Conversation>>(`/v1/conversations?limit=${limit}`);
    return isWhole ? items : items.filter(({ id }) => id !== shown);
  }

  /** Events of an own conversation, the newest unless a page above is asked for. @throws ChatError */
  async read(conversationId: string, beforeSeq: number | null = null): Promise<PastEvents> {
    const range = `beforeSeq=${beforeSeq ?? BEYOND_ANY_SEQ}&limit=${EVENTS_A_PAGE}`;
    const path = `/v1/conversations/${conversationId}/events?${range}`;
    const { items } = await this.api.get<Page<Event>>(path);
    const author = { authorType: "visitor", authorId: null } as const;
    const first = items[0]?.seq ?? 1;
    const isWhole = items.length < EVENTS_A_PAGE || first === 1;
    const events = new Map(items.map((event) => [event.id, event]));
    return { items: timelineOf(events, [], author), beforeSeq: isWhole ? null : first };
  }

  private get api(): Api {
    return this.chat.fileDeps.api;
  }

  private needId(): string {
    const id = this.chat.state.get().conversationId;
    if (id === null) throw new ChatError("not_found", "There is no conversation.");
    return id;
  }
}
