/** What the host page may know of a visitor and say before the first message. */
export interface VisitorInput {
  name?: string;
  email?: string;
}

/** The events that a host page may listen to, with what each brings. */
export interface WidgetEvents {
  ready: undefined;
  opened: undefined;
  closed: undefined;
  message: { id: string; text: string; authorType: "visitor" | "agent" | "system"; createdAt: string };
  unread: number;
  agentJoined: { id: string; name: string };
  statusChanged: "idle" | "loading" | "waiting" | "active" | "closed";
}

export type EventName = keyof WidgetEvents;
export type Emit = <Name extends EventName>(name: Name, detail: WidgetEvents[Name]) => void;

/** What the loader tells the panel to do. */
export interface PanelControls {
  opened(): void;
  closed(): void;
  setVisitor(visitor: VisitorInput): void;
  setLocale(locale: string): void;
  setMetadata(metadata: Record<string, unknown>): void;
  setGroup(groupId: string): void;
  end(): Promise<void>;
  destroy(): Promise<void>;
}

/** What the panel gets from the loader. */
export interface PanelHost {
  /** Where the panel draws itself. */
  root: ShadowRoot;
  api: string;
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
