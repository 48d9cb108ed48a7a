import css from "./launcher.css?inline";
import type { LauncherTexts } from "./texts.ts";

const SVG = "http://www.w3.org/2000/svg";
const SPEECH = "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";
const CROSS = "M6 6l12 12M18 6L6 18";

/** A sheet made by script: allowed under any Content-Security-Policy, unlike a style element. */
export function adoptStyles(root: ShadowRoot, text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** The button on the host page, in a shadow root of its own: it neither restyles the page nor is restyled. */
export class Launcher {
  readonly host = document.createElement("livechat-widget");
  readonly root = this.host.attachShadow({ mode: "open" });
  private readonly button = document.createElement("button");
  private readonly path = document.createElementNS(SVG, "path");
  private readonly badge = document.createElement("span");
  private unread = 0;
  private isOpen = false;

  constructor(
    private texts: LauncherTexts,
    onClick: () => void,
  ) {
    adoptStyles(this.root, css);
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    icon.setAttribute("fill", "none");
    icon.setAttribute("stroke", "currentColor");
    icon.setAttribute("stroke-width", "2");
    icon.setAttribute("stroke-linecap", "round");
    icon.setAttribute("stroke-linejoin", "round");
    icon.append(this.path);
    this.button.className = "launcher";
    this.button.type = "button";
    this.badge.className = "badge";
    this.badge.setAttribute("aria-hidden", "true");
    this.button.append(icon, this.badge);
    this.button.addEventListener("click", onClick);
    this.root.append(this.button);
    this.draw();
  }

  setTexts(texts: LauncherTexts): void {
    this.texts = texts;
    this.draw();
  }

  setUnread(count: number): void {
    this.unread = count;
    this.draw();
  }

  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.host.toggleAttribute("data-open", isOpen);
    this.draw();
  }

  setBusy(isBusy: boolean): void {
    this.button.setAttribute("aria-busy", String(isBusy));
  }

  /** Says on the button that the rest could not be loaded; the next click tries again. */
  setFailed(): void {
    this.button.setAttribute("aria-label", this.texts.failed);
    this.button.title = this.texts.failed;
  }

  /** Whether the focus is somewhere in the widget. */
  hasFocus(): boolean {
    return this.root.activeElement !== null;
  }

  focus(): void {
    this.button.focus();
  }

  private draw(): void {
    const { open, close, unread } = this.texts;
    const label = this.isOpen ? close : open;
    const count = this.isOpen ? 0 : this.unread;
    this.path.setAttribute("d", this.isOpen ? CROSS : SPEECH);
    this.badge.textContent = count === 0 ? "" : count > 99 ? "99+" : String(count);
    this.button.setAttribute("aria-label", count === 0 ? label : `${label} (${unread}: ${count})`);
    this.button.setAttribute("aria-expanded", String(this.isOpen));
    this.button.title = label;
  }
}
