/** What a page knows of its visitor. */
export interface VisitorInput {
  name?: string;
  email?: string;
}

/** Where the visitor's conversation stands. `idle`: nothing written yet; `closed`: ended, may be continued. */
export type WidgetStatus = "idle" | "loading" | "waiting" | "active" | "closed";

/** Light, dark, as the operating system (`auto`), or as the page's own `color-scheme` (`page`, unless something is set). */
export type ColorScheme = "light" | "dark" | "auto" | "page";

/** What a page may set of the look. What it does not set is as the widget's settings say. */
export interface ThemeInput {
  scheme?: ColorScheme;
  /** `#RRGGBB`. */
  color?: string;
  /** `#RRGGBB`, in the dark scheme. */
  colorDark?: string;
  /** On the colour: `auto` is white or black, whichever can be read better. */
  textColor?: string;
  /** Of the panel's corners, in pixels. */
  radius?: number;
  /** Which edge of the window, in the page's direction of writing. */
  position?: "start" | "end";
  /** From the edges of the window, in pixels. */
  offsetX?: number;
  offsetY?: number;
  zIndex?: number;
  launcher?: "icon" | "text" | "none";
}

/** What became of an identity token. `reason`: why it was not taken, where the widget only reports. */
export interface Identification {
  verified: boolean;
  reason: string | null;
}

/** The events that a page may listen to, with what each brings. */
export interface WidgetEvents {
  /** Commands are carried out from now on. A listener that comes later is told at once. */
  ready: undefined;
  opened: undefined;
  closed: undefined;
  message: {
    id: string;
    text: string;
    authorType: "visitor" | "agent" | "bot" | "system";
    createdAt: string;
  };
  unread: number;
  agentJoined: { id: string; name: string };
  statusChanged: WidgetStatus;
  conversationStarted: { conversationId: string };
  conversationEnded: { conversationId: string };
  rated: { conversationId: string; score: number; comment: string | null };
  greetingShown: { id: string; text: string };
  /** Something that the page's developer should know of. Visitors are told in the panel. */
  error: { type: string; message: string };
}

export type EventName = keyof WidgetEvents;

/** What `getState()` returns: a copy, of one moment. */
export interface WidgetState {
  isOpen: boolean;
  /** By `hide()`, or because the widget hides while nobody is there. */
  isHidden: boolean;
  locale: string;
  groupId: string | null;
  /** null while the settings are not known. */
  widgetId: string | null;
  /** Whether somebody could take a conversation now; null while that is not known. */
  isAvailable: boolean | null;
  status: WidgetStatus;
  unread: number;
  visitorId: string | null;
  conversationId: string | null;
  agent: { id: string; name: string } | null;
  queuePosition: number | null;
  /** The greeting that is shown. */
  greetingId: string | null;
}

/** Everything that a page may command, with what each command takes and returns. */
export interface Commands {
  open(): Promise<void>;
  close(): void;
  toggle(): void;
  /** Takes the launcher off the page until `show()`. A conversation goes on. */
  hide(): void;
  show(): void;
  /** Opens, with a text in the composer that the visitor may change and send. */
  openWith(text: string): Promise<void>;
  setVisitor(visitor: VisitorInput): void;
  /** Says who the visitor is, by a token that your server has signed. Rejects when it is refused. */
  identify(token: string): Promise<Identification>;
  /** Forgets the visitor at once: the session, what is stored, what is shown. Settles once the server knows. */
  logout(): Promise<void>;
  /** A language tag such as `de-AT`. */
  setLocale(locale: string): void;
  /** Merged by key with what was set before; null takes a key away. */
  setMetadata(metadata: Record<string, unknown>): void;
  /** The group that the next conversation goes to. */
  setGroup(groupId: string): void;
  /** Merged with what was set before. */
  setTheme(theme: ThemeInput): void;
  /** Something that the visitor has done: greetings may wait for it, and agents see the last ones. */
  trackEvent(name: string, data?: Record<string, unknown>): void;
  /** Another page of a single-page app. Changes of the address are noticed without it. */
  trackPage(): void;
  /** Shows a greeting whatever its rules say. */
  showGreeting(id: string): void;
  /** Ends the conversation. A later message continues it. */
  end(): Promise<void>;
  /** Takes the widget off the page, and everything that it has put there. The visitor's session stays. */
  destroy(): Promise<void>;
  getState(): WidgetState;
  /** Returns what undoes it. */
  on<Name extends EventName>(name: Name, listener: (detail: WidgetEvents[Name]) => void): () => void;
  off<Name extends EventName>(name: Name, listener: (detail: WidgetEvents[Name]) => void): void;
}

export type CommandName = keyof Commands;

/**
 * `livechat("open")` and `livechat.open()` are the same. Before the script has come only the first can be used, with the
 * stub of the documentation; it returns nothing then.
 */
export type Livechat = (<Name extends CommandName>(
  name: Name,
  ...input: Parameters<Commands[Name]>
) => ReturnType<Commands[Name]> | undefined) &
  Partial<Commands> & {
    /** Commands that wait for the script. */
    q?: Iterable<unknown>[];
    /** Of the script that has come; "" once it is destroyed. */
    version?: string;
  };

/** `window.livechatSettings`, or `data-` attributes of the script tag in kebab case, which win. */
export interface LivechatSettings extends ThemeInput {
  /** The widget whose settings hold; the default one unless given. */
  widget?: string;
  /** The page's language unless given. */
  locale?: string;
  group?: string;
  /** Where the API is: the script's own origin unless given. */
  api?: string;
  /**
   * `onOpen`: the widget's settings are asked for when the chat is first opened. Until then the page has made one request
   * alone, the launcher looks as the page says, and no greeting is shown.
   */
  settings?: "withPage" | "onOpen";
  /** What the launcher says until the widget's settings say otherwise. */
  label?: string;
  /** `page`: the chat fills the window, without a launcher. */
  display?: "corner" | "page";
}

declare global {
  interface Window {
    livechat?: Livechat;
    livechatSettings?: LivechatSettings;
  }
}
