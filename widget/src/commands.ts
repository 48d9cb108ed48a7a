import type { WidgetConfig } from "@livechat/contract";
import type {
  Commands,
  EventName,
  Identification,
  VisitorInput,
  WidgetEvents,
  WidgetStatus,
} from "@livechat/widget";

export type { EventName, Identification, VisitorInput, WidgetEvents, WidgetStatus };

export type Emit = <Name extends EventName>(name: Name, detail: WidgetEvents[Name]) => void;

/** What the panel knows of the visitor's chat. */
export interface ChatState {
  status: WidgetStatus;
  visitorId: string | null;
  conversationId: string | null;
  agent: { id: string; name: string } | null;
  queuePosition: number | null;
  unread: number;
}

/** What the loader tells the panel to do. */
export interface PanelControls {
  /** `isRestored`: it was open on the page before, so the focus stays where the page has it. */
  opened(isRestored: boolean): void;
  closed(): void;
  /** The widget's settings in another language, for another group, or as they are by now. */
  setConfig(config: WidgetConfig): void;
  /** Puts text into the empty composer; sends nothing. */
  write(text: string): void;
  setVisitor(visitor: VisitorInput): void;
  setLocale(locale: string): void;
  setMetadata(metadata: Record<string, unknown>): void;
  setGroup(groupId: string): void;
  /** The greeting that the next conversation answers. */
  answerGreeting(id: string): void;
  /** @throws ChatError as the API answers. */
  identify(token: string): Promise<Identification>;
  /** Forgets the visitor at once; settles once the server has ended the session. */
  logout(): Promise<void>;
  state(): ChatState;
  end(): Promise<void>;
  destroy(): Promise<void>;
}

/** What the panel gets from the loader. */
export interface PanelHost {
  /** Where the panel draws itself. Its host element has the `color-scheme` that is to be shown. */
  root: ShadowRoot;
  api: string;
  /** null: the default one. */
  widgetId: string | null;
  /** The widget's settings as the loader has them; null where they could not be had. */
  config: WidgetConfig | null;
  locale: string;
  groupId: string | null;
  emit: Emit;
  /** Closes the panel and gives the focus back to the launcher. */
  close(): void;
  unread(count: number): void;
}

/** Words beside the launcher: a greeting, a message that has come, or that something went wrong. */
export interface Bubble {
  text: string;
  onClick(): unknown;
  onDismiss(): unknown;
}

/** What the loader gives to everything that is loaded after it. */
export interface LoaderHost extends Omit<PanelHost, "close"> {
  widget: Pick<Commands, "open" | "close" | "getState">;
  /** Says something beside the launcher, unless a greeting stands there; null takes it away. */
  say(bubble: Bubble | null): void;
}

/** The panel as the loader knows it. */
export type Connection = PanelControls;

export interface ConnectedModule {
  connect(host: LoaderHost): Connection;
}
