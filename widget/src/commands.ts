import type { WidgetConfig, WidgetTheme } from "@livechat/contract";

/** What the host page may know of a visitor and say before the first message. */
export interface VisitorInput {
  name?: string;
  email?: string;
}

/** Where the visitor's conversation stands. `idle`: nothing written yet; `closed`: ended, may be continued. */
export type WidgetStatus = "idle" | "loading" | "waiting" | "active" | "closed";

/** Light, dark, as the operating system (`auto`), or as the host page's own `color-scheme` (`page`). */
export type ColorScheme = "light" | "dark" | "auto" | "page";

/** What a page may set of the look; what it does not set is as the widget's settings say. */
export type ThemeInput = Partial<Omit<WidgetTheme, "logoFileId" | "showAgentPhotos">> & {
  scheme?: ColorScheme;
};

/** What became of an identity token. `reason`: why it was not taken, where the widget only reports. */
export interface Identification {
  verified: boolean;
  reason: string | null;
}

/** The events that a host page may listen to, with what each brings. */
export interface WidgetEvents {
  ready: undefined;
  opened: undefined;
  closed: undefined;
  message: { id: string; text: string; authorType: "visitor" | "agent" | "system"; createdAt: string };
  unread: number;
  agentJoined: { id: string; name: string };
  statusChanged: WidgetStatus;
  conversationStarted: { conversationId: string };
  conversationEnded: { conversationId: string };
  rated: { conversationId: string; score: number; comment: string | null };
  greetingShown: { id: string; text: string };
  /** Something that the page's developer should know of; visitors are told in the panel. */
  error: { type: string; message: string };
}

export type EventName = keyof WidgetEvents;
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
  opened(): void;
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

export interface PanelModule {
  mountPanel(host: PanelHost): PanelControls;
}
