import type { ComponentChildren, RefObject } from "preact";
import { SMALL_SCREEN } from "../small-screen.ts";
import { directionOf } from "../texts/index.ts";
import { useTheme } from "../theme/use-theme.ts";
import type { View } from "../view.ts";
import { useViewport } from "./use-viewport.ts";

interface Props {
  view: View;
  panel: RefObject<HTMLElement>;
  /** The id of what names the panel. */
  title: string;
  isOpen: boolean;
  /** null: no files can be dropped. */
  onFiles: ((files: FileList) => void) | null;
  onClose(): void;
  children: ComponentChildren;
}

const FOCUSABLE = "a[href], button:not(:disabled), input, select, textarea, [tabindex='0']";

/** On small screens the panel covers the page: the focus stays inside. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== "Tab" || !matchMedia(SMALL_SCREEN).matches) return;
  const all = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.tabIndex >= 0);
  const root = panel.getRootNode() as ShadowRoot;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (root.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

/** What is typed here is not for the page: its shortcuts do not see a text field in our shadow root. */
const keepKeys = (event: KeyboardEvent) => event.stopPropagation();

/** The window that everything of the chat stands in: its look, its keys, and what is dropped on it. */
export function Frame({ view, panel, title, isOpen, onFiles, onClose, children }: Props) {
  const scheme = useTheme(panel, view.state.config, isOpen);
  useViewport(panel, isOpen);
  return (
    <section
      class="panel"
      ref={panel}
      role="dialog"
      tabIndex={-1}
      aria-labelledby={title}
      aria-modal={matchMedia(SMALL_SCREEN).matches}
      dir={directionOf(view.language)}
      lang={view.locale}
      data-scheme={scheme}
      hidden={!isOpen}
      onDragOver={(event) => onFiles && event.preventDefault()}
      onDrop={(event) => {
        const files = event.dataTransfer?.files;
        if (!onFiles || !files?.length) return;
        event.preventDefault();
        onFiles(files);
      }}
      onKeyUp={keepKeys}
      onKeyPress={keepKeys}
      onKeyDown={(event) => {
        keepKeys(event);
        if (event.key === "Escape") onClose();
        else if (panel.current) keepFocus(event, panel.current);
      }}
    >
      {children}
    </section>
  );
}
