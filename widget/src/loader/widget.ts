import type { WidgetConfig } from "@livechat/contract";
import type {
  Commands,
  EventName,
  Identification,
  ThemeInput,
  VisitorInput,
  WidgetEvents,
  WidgetState,
} from "@livechat/widget";
import type { ConnectedModule, Connection } from "../commands.ts";
import { Greetings } from "./greetings.ts";
import { languageTag } from "./language-tag.ts";
import { Launcher } from "./launcher.ts";
import { hasSession, Memory } from "./memory.ts";
import { attempt, listen, stayOnPage, stayOutOfTheWay } from "./page.ts";
import { type Settings, setOf } from "./settings.ts";
import { DEFAULT_THEME, isDark, themeRules } from "./theme.ts";

type Listener = (detail: never) => void;
type Kept = (connection: Connection) => void;

/**
 * What the host page commands. Everything behind the launcher is loaded when it is first needed; what is said before is
 * kept for it. Names that only this class knows are `#`, which the build shortens.
 */
export class Widget implements Commands {
  readonly #settings: Settings;
  readonly #loadConnected: () => Promise<ConnectedModule>;
  readonly #memory = new Memory();
  readonly #launcher = new Launcher(() => this.toggle());
  readonly #greetings = new Greetings({
    memory: this.#memory,
    locale: () => this.#settings.locale,
    mayShow: () => !this.#isOpen && !this.#launcher.host.hidden && !hasSession(),
    show: (greeting) => {
      this.#launcher.say(
        greeting && {
          text: greeting.text,
          onClick: () => this.#answer(greeting.id),
          onDismiss: () => this.#greetings.end("dismissed"),
        },
      );
      if (greeting) this.#emit("greetingShown", { id: greeting.id, text: greeting.text });
    },
  });
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #stops: (() => void)[];
  readonly #facts: { visitor: VisitorInput; metadata: Record<string, unknown> } = {
    visitor: {},
    metadata: {},
  };
  #kept: Kept[] = [];
  #connection: Connection | null = null;
  #config: WidgetConfig | null = null;
  /** Settled once the settings are there, or could not be had. null: they have not been asked for. */
  #configured: Promise<void> | null = null;
  /** How often the settings were asked for; 0: commands are only kept. */
  #turn = 0;
  #loading: Promise<void> | null = null;
  #isOpen = false;
  #isHidden = false;
  #isDestroyed = false;

  constructor(settings: Settings, loadConnected: () => Promise<ConnectedModule>) {
    this.#settings = settings;
    this.#loadConnected = loadConnected;
    const { host } = this.#launcher;
    host.hidden = true;
    this.#stops = [
      stayOnPage(host),
      stayOutOfTheWay(host),
      listen(["click"], ({ target }) => {
        if ((target as Element).closest?.("[data-livechat-open]")) void this.open();
      }),
      listen(["pagehide"], () => this.#tellCounts()),
      listen(["change"], () => this.#draw(), matchMedia("(prefers-color-scheme: dark)")),
      () => this.#greetings.stop(),
    ];
    // What was said before this script came is said first, so that it costs no further request.
    queueMicrotask(() => this.#start());
  }

  async open(): Promise<void> {
    this.#isHidden = false;
    if (this.#isOpen) return;
    this.#isOpen = true;
    const isRestored = this.#memory.visit.isOpen;
    this.#memory.visit.isOpen = true;
    this.#memory.store(navigator.userActivation?.hasBeenActive ?? true);
    this.#greetings.hide();
    this.#draw();
    await this.#load();
    if (!this.#isOpen || !this.#connection) return;
    this.#launcher.draw({ isOpen: true });
    this.#connection.opened(isRestored);
    this.#emit("opened", undefined);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#memory.visit.isOpen = false;
    this.#memory.store();
    if (!this.#connection) return;
    const hadFocus = this.#launcher.root.activeElement;
    this.#launcher.draw({ isOpen: false });
    this.#connection.closed();
    this.#draw();
    if (hadFocus) this.#launcher.focus();
    this.#emit("closed", undefined);
  }

  toggle(): void {
    if (this.#isOpen) this.close();
    else void this.open();
  }

  hide(): void {
    this.#isHidden = true;
    this.#draw();
  }

  show(): void {
    this.#isHidden = false;
    this.#draw();
    this.#greetings.check();
  }

  openWith(text: string): Promise<void> {
    this.#tell((connection) => connection.write(text));
    return this.open();
  }

  setVisitor(visitor: VisitorInput): void {
    Object.assign(this.#facts.visitor, visitor);
    this.#connection?.setVisitor(visitor);
  }

  identify(token: string): Promise<Identification> {
    return this.#ask((connection) => connection.identify(token));
  }

  async logout(): Promise<void> {
    this.#facts.visitor = {};
    this.#facts.metadata = {};
    // What was said of whoever is signed out concerns nobody.
    this.#kept = [];
    this.#greetings.hide();
    this.#memory.forget();
    // Whoever has a session has the rest loaded as soon as the page is.
    if (this.#connection || hasSession()) await this.#ask((connection) => connection.logout());
  }

  setLocale(locale: string): void {
    this.#settings.locale = languageTag(locale);
    this.#connection?.setLocale(this.#settings.locale);
    this.#configureAgain();
  }

  setMetadata(metadata: Record<string, unknown>): void {
    Object.assign(this.#facts.metadata, metadata);
    this.#connection?.setMetadata(metadata);
  }

  setGroup(groupId: string): void {
    this.#settings.groupId = groupId;
    this.#connection?.setGroup(groupId);
    this.#configureAgain();
  }

  setTheme(theme: ThemeInput): void {
    Object.assign(this.#settings.theme, setOf(theme));
    this.#draw();
  }

  trackEvent(name: string, data?: Record<string, unknown>): void {
    this.setMetadata({ events: this.#greetings.track(name, data) });
  }

  trackPage(): void {
    this.#greetings.turnPage();
  }

  async showGreeting(id: string): Promise<void> {
    await this.#settle();
    this.#greetings.showById(id);
  }

  end(): Promise<void> {
    return this.#ask((connection) => connection.end());
  }

  on<Name extends EventName>(name: Name, listener: (detail: WidgetEvents[Name]) => void): () => void {
    if (name === "ready" && this.#turn) (listener as (detail: undefined) => void)(undefined);
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all.add(listener));
    return () => this.off(name, listener);
  }

  off<Name extends EventName>(name: Name, listener: (detail: WidgetEvents[Name]) => void): void {
    this.#listeners.get(name)?.delete(listener);
  }

  getState(): WidgetState {
    const { locale, groupId } = this.#settings;
    return {
      isOpen: this.#isOpen,
      isHidden: this.#launcher.host.hidden !== false,
      locale,
      groupId,
      widgetId: this.#config?.widgetId ?? null,
      isAvailable: this.#config?.available ?? null,
      greetingId: this.#greetings.current?.id ?? null,
      status: "idle",
      visitorId: null,
      conversationId: null,
      agent: null,
      queuePosition: null,
      unread: 0,
      ...this.#connection?.state(),
    };
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#isOpen = false;
    this.#tellCounts();
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
    const connection = this.#connection;
    this.#connection = null;
    await connection?.destroy();
  }

  /** From now on commands are carried out. */
  #start(): void {
    if (this.#isDestroyed) return;
    if (this.#settings.theme.settings !== "onOpen") void this.#settle();
    else {
      this.#turn = 1;
      this.#draw();
    }
    if (hasSession()) void this.#load();
    this.#emit("ready", undefined);
    if (this.#memory.visit.isOpen) void this.open();
  }

  #emit<Name extends EventName>(name: Name, detail: WidgetEvents[Name]): void {
    if (name === "conversationStarted") {
      this.#memory.store(true);
      this.#greetings.answered();
    }
    for (const listener of [...(this.#listeners.get(name) ?? [])])
      void attempt(() => listener(detail as never));
  }

  /** Something that the page's developer should know of. */
  #complain(type: string, message: string): void {
    console.error(`livechat: ${message}`);
    this.#emit("error", { type, message });
  }

  /** The visitor takes the greeting up. */
  #answer(id: string): void {
    this.#greetings.end("opened");
    this.#tell((connection) => connection.answerGreeting(id));
    void this.open();
  }

  #tell(run: Kept): void {
    if (this.#connection) run(this.#connection);
    else this.#kept.push(run);
  }

  /** Carries it out as soon as everything is loaded, which it makes begin. */
  #ask<T>(run: (connection: Connection) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#tell((connection) => run(connection).then(resolve, reject));
      void this.#load();
    });
  }

  #draw(): void {
    const { theme: set } = this.#settings;
    const config = this.#config;
    const { host, look } = this.#launcher;
    const theme = { ...DEFAULT_THEME, ...config?.theme, ...set };
    const dark = isDark(theme.scheme);
    this.#launcher.setTheme(themeRules(theme, dark));
    const texts = { ...look.texts, ...(set.label && { open: set.label }), ...config?.launcher };
    this.#launcher.draw({ texts, launcher: theme.launcher });
    const isAway = config?.offline?.mode === "hide" && !config.available && !hasSession();
    host.hidden = this.#isHidden || (!this.#isOpen && (isAway || !this.#turn));
  }

  #configureAgain(): void {
    if (this.#configured && !this.#isDestroyed) this.#configured = this.#configure();
  }

  /** Asks for the settings, unless that has been done. */
  #settle(): Promise<void> {
    this.#configured ??= this.#configure();
    return this.#configured;
  }

  async #configure(): Promise<void> {
    const { api, locale, widgetId, groupId } = this.#settings;
    const turn = ++this.#turn;
    const query = new URLSearchParams({
      locale,
      ...(widgetId && { widget: widgetId }),
      ...(groupId && { groupId }),
    });
    try {
      const answer = await fetch(`${api}/v1/widget/config?${query}`, { credentials: "omit" });
      const body = await answer.json();
      if (!answer.ok) throw body.error;
      if (turn !== this.#turn) return;
      this.#config = body;
      this.#connection?.setConfig(body);
    } catch (error) {
      // A refused origin looks like a lost connection to the page: the browser keeps the answer from it.
      const { type = "network", message } = error as { type?: string; message: string };
      this.#complain(type, `${message}. Does the widget allow ${location.host}?`);
    }
    if (this.#isDestroyed) return;
    this.#draw();
    if (this.#config) this.#greetings.use(this.#config);
  }

  /** Loads what is not loaded yet. A failure is told beside the launcher; the next click tries again. */
  async #load(): Promise<void> {
    this.#loading ??= this.#connect();
    await this.#loading;
  }

  async #connect(): Promise<void> {
    if (this.#isDestroyed) return;
    const launcher = this.#launcher;
    launcher.draw({ isBusy: true });
    try {
      const [{ connect }] = await Promise.all([this.#loadConnected(), this.#settle()]);
      if (this.#isDestroyed) return;
      this.#connection = connect({
        ...this.#settings,
        root: launcher.root,
        config: this.#config,
        widget: this,
        emit: (name, detail) => this.#emit(name, detail),
        say: (bubble) => this.#greetings.current ?? launcher.say(bubble),
        unread: (unread) => launcher.draw({ unread }),
      });
      this.#connection.setVisitor(this.#facts.visitor);
      this.#connection.setMetadata(this.#facts.metadata);
      for (const run of this.#kept.splice(0)) run(this.#connection);
    } catch (error) {
      this.#loading = null;
      this.#isOpen = false;
      const { failed } = launcher.look.texts;
      this.#complain("network", `${failed} (${error})`);
      launcher.say({
        text: failed,
        onClick: () => this.open(),
        onDismiss: () => launcher.say(null),
      });
    }
    launcher.draw({ isBusy: false });
  }

  /** One call a page at most, when it is left. Counts are a courtesy: one that is lost is no failure. */
  #tellCounts(): void {
    const { counts } = this.#greetings;
    if (counts.size === 0) return;
    const { api, widgetId } = this.#settings;
    const body = JSON.stringify({ ...(widgetId && { widgetId }), counts: [...counts.values()] });
    const headers = { "Content-Type": "application/json" };
    counts.clear();
    fetch(`${api}/v1/widget/greeting-counts`, {
      method: "POST",
      keepalive: true,
      credentials: "omit",
      headers,
      body,
    }).catch(() => {});
  }
}
