import type { LauncherTexts } from "@livechat/contract";
import type { Bubble } from "../commands.ts";
import css from "./launcher.css?inline";

const SVG = "http://www.w3.org/2000/svg";
const SPEECH = "M3 4h18v13h-9l-5 4v-4H3z";

/** Until the widget's settings bring those of the page's language. */
const ENGLISH: Pick<LauncherTexts, "open" | "failed"> = {
  open: "Open chat",
  failed: "The chat could not be loaded. Try again",
};

function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

function button(className: string, onClick: () => void, ...children: (Node | string)[]): HTMLButtonElement {
  const made = element("button", className, ...children) as HTMLButtonElement;
  made.type = "button";
  made.onclick = onClick;
  return made;
}

function label(labelled: HTMLElement, text: string): void {
  labelled.ariaLabel = labelled.title = text;
}

/** What is shown of the launcher. */
interface Look {
  texts: typeof ENGLISH & Partial<LauncherTexts>;
  isOpen: boolean;
  isBusy: boolean;
  unread: number;
  launcher: "icon" | "text" | "none";
}

/** The button on the host page, in a shadow root of its own: it neither restyles the page nor is restyled. */
export class Launcher {
  readonly host = document.createElement("livechat-widget");
  readonly root = this.host.attachShadow({ mode: "open" });
  readonly look: Look = { texts: ENGLISH, isOpen: false, isBusy: false, unread: 0, launcher: "icon" };
  /** Sheets made by script are allowed under any Content-Security-Policy, unlike style elements. */
  readonly #theme = new CSSStyleSheet();
  readonly #label = element("span", "label");
  readonly #badge = element("span", "badge");
  readonly #button: HTMLButtonElement;
  /** There from the start, so that what comes into it is announced. */
  readonly #bubbles = element("div", "bubbles");

  constructor(onClick: () => void) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet, this.#theme];
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SPEECH);
    icon.append(path);
    this.#button = button("launcher", onClick, icon, this.#label, this.#badge);
    this.#button.ariaHasPopup = "dialog";
    this.#bubbles.role = "status";
    this.root.append(this.#bubbles, this.#button);
  }

  draw(changes: Partial<Look>): void {
    const { texts, isOpen, isBusy, unread, launcher } = Object.assign(this.look, changes);
    // The open panel has a way to close it of its own.
    this.host.toggleAttribute("data-open", isOpen);
    this.#label.textContent = launcher === "text" ? texts.open : "";
    this.#badge.textContent = unread ? `${unread}` : "";
    this.#button.hidden = launcher === "none";
    this.#button.ariaBusy = `${isBusy}`;
    label(this.#button, unread ? `${texts.open} (${texts.unread}: ${unread})` : texts.open);
  }

  setTheme(rules: string): void {
    this.#theme.replaceSync(rules);
  }

  /** What is said beside the launcher; null takes it away. */
  say(bubble: Bubble | null): void {
    if (!bubble) {
      this.#bubbles.replaceChildren();
      return;
    }
    const words = button("words", bubble.onClick, bubble.text);
    const dismiss = button("dismiss", bubble.onDismiss, "×");
    label(dismiss, this.look.texts.dismiss ?? "");
    const said = element("div", "said", words, dismiss);
    // Both go by the words: the one leaves room for the other.
    said.dir = "auto";
    this.#bubbles.replaceChildren(said);
  }

  focus(): void {
    this.#button.focus();
  }
}
