import type { Emit, EventName, PanelControls, PanelModule, VisitorInput, WidgetEvents } from "../commands.ts";
import { languageTag } from "./language-tag.ts";
import { Launcher } from "./launcher.ts";
import { launcherTexts } from "./texts.ts";

export interface WidgetOptions {
  /** Where the API answers: an origin, or "" for the page's own. */
  api: string;
  locale: string;
  groupId: string | null;
  loadPanel(): Promise<PanelModule>;
}

type Listener = (detail: unknown) => void;

/** What the host page commands. The panel is loaded when it is first needed; what is said before is kept for it. */
export class Widget {
  private readonly launcher: Launcher;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly kept: ((panel: PanelControls) => void)[] = [];
  private panel: PanelControls | null = null;
  private loading: Promise<void> | null = null;
  private isOpen = false;
  private isReady = false;
  private isDestroyed = false;

  constructor(private readonly options: WidgetOptions) {
    this.launcher = new Launcher(launcherTexts(options.locale), () => this.toggle());
    document.body.append(this.launcher.host);
  }

  async open(): Promise<void> {
    if (this.isOpen || this.isDestroyed) return;
    this.isOpen = true;
    await this.load();
    if (!this.isOpen || !this.panel) return;
    this.launcher.setOpen(true);
    this.panel.opened();
    this.emit("opened", undefined);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (!this.panel) return;
    const hadFocus = this.launcher.hasFocus();
    this.launcher.setOpen(false);
    this.panel.closed();
    if (hadFocus) this.launcher.focus();
    this.emit("closed", undefined);
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else void this.open();
  }

  hide(): void {
    this.launcher.host.hidden = true;
  }

  show(): void {
    this.launcher.host.hidden = false;
  }

  setVisitor(visitor: VisitorInput): void {
    this.tell((panel) => panel.setVisitor(visitor));
  }

  setLocale(text: string): void {
    const locale = languageTag(text);
    this.options.locale = locale;
    this.launcher.setTexts(launcherTexts(locale));
    this.tell((panel) => panel.setLocale(locale));
  }

  setMetadata(metadata: Record<string, unknown>): void {
    this.tell((panel) => panel.setMetadata(metadata));
  }

  /** The group that a new conversation goes to. */
  setGroup(groupId: string): void {
    this.tell((panel) => panel.setGroup(groupId));
  }

  /** Ends the conversation. */
  end(): void {
    if (this.isDestroyed) return;
    this.tell((panel) => void panel.end());
    void this.load();
  }

  /** From now on commands are carried out. */
  ready(): void {
    this.isReady = true;
    this.emit("ready", undefined);
  }

  /** A listener for "ready" that comes late is told at once: a page's own script may run after the loader. */
  on<Name extends EventName>(name: Name, listener: (detail: WidgetEvents[Name]) => void): void {
    if (name === "ready" && this.isReady) (listener as Listener)(undefined);
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(listener as Listener));
  }

  off<Name extends EventName>(name: Name, listener: (detail: WidgetEvents[Name]) => void): void {
    this.listeners.get(name)?.delete(listener as Listener);
  }

  /** Takes the widget off the page. The visitor's session stays for the next page. */
  async destroy(): Promise<void> {
    this.isOpen = false;
    this.isDestroyed = true;
    this.launcher.host.remove();
    this.listeners.clear();
    const { panel } = this;
    this.panel = null;
    await panel?.destroy();
  }

  readonly emit: Emit = (name, detail) => {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        // The page's mistake is shown as any other in its console, and is not ours.
        reportError(error);
      }
    }
  };

  /** Loads what is not loaded yet. A failure is shown on the launcher; the next click tries again. */
  async load(): Promise<void> {
    this.loading ??= this.mount();
    await this.loading;
  }

  private async mount(): Promise<void> {
    const { loadPanel, api, locale, groupId } = this.options;
    this.launcher.setBusy(true);
    try {
      const { mountPanel } = await loadPanel();
      if (this.isDestroyed) return;
      this.panel = mountPanel({
        root: this.launcher.root,
        api,
        widgetId: null,
        config: null,
        locale,
        groupId,
        emit: this.emit,
        close: () => this.close(),
        unread: (count) => this.launcher.setUnread(count),
      });
      for (const command of this.kept.splice(0)) command(this.panel);
    } catch (error) {
      console.error("livechat: the chat could not be loaded.", error);
      this.isOpen = false;
      this.loading = null;
      this.launcher.setFailed();
    } finally {
      this.launcher.setBusy(false);
    }
  }

  private tell(command: (panel: PanelControls) => void): void {
    if (this.panel) command(this.panel);
    else this.kept.push(command);
  }
}
