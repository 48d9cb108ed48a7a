import { type ReactElement, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { whenIdle } from "./when-idle.ts";

/** What a menu or a panel is told by the button that opens it. */
export interface Opened {
  isOpen: boolean;
  onChange(isOpen: boolean): void;
  /** The button: the panel stands beside it. */
  target: ReactElement;
}

interface Props {
  opens: "menu" | "dialog";
  className: string;
  /** Where the content has no words of its own. */
  label?: string;
  /** What is shown of it to who points at it, where there is no label. */
  hint?: string;
  disabled?: boolean;
  data?: Record<`data-${string}`, string>;
  children: ReactNode;
  /** Loads what `panel` shows, once the page is idle. */
  load(): Promise<unknown>;
  panel(opened: Opened): ReactNode;
}

/** Runs when what stands beside it has been loaded and drawn. */
function Arrived({ run }: { run(): void }) {
  const first = useRef(run);
  useEffect(() => first.current(), []);
  return null;
}

/**
 * A button of which the menu or panel is no part of the page's first load: it is loaded while the page is idle, and drawn
 * when it is first opened.
 */
export function Opener({ opens, className, label, hint, disabled, data, children, load, panel }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [stage, setStage] = useState<"closed" | "wanted" | "there">("closed");
  // What cannot be loaded now is loaded when it is opened.
  useEffect(() => whenIdle(() => void load().catch(() => {})), [load]);
  const change = (next: boolean) => {
    setOpen(next);
    if (stage === "closed") setStage("wanted");
  };
  // A menu's own target hears the click by itself.
  const hearsClick = stage !== "there" || opens === "dialog";
  const target = (
    <button
      ref={button}
      type="button"
      className={className}
      aria-label={label}
      title={label ?? hint}
      aria-haspopup={opens}
      aria-expanded={isOpen}
      disabled={disabled}
      onClick={hearsClick ? () => change(!isOpen) : undefined}
      {...data}
    >
      {children}
    </button>
  );
  if (stage === "closed") return target;
  const arrived = () => {
    // The button was drawn anew: the focus goes back to it when it is closed.
    if (document.activeElement === document.body) button.current?.focus();
    setStage("there");
  };
  return (
    <Suspense fallback={target}>
      {panel({ isOpen: isOpen && stage === "there", onChange: change, target })}
      <Arrived run={arrived} />
    </Suspense>
  );
}
