import { type ComponentType, type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { whenIdle } from "./when-idle.ts";

/** What a menu or a panel is told by the button that opens it. */
export interface Opened {
  isOpen: boolean;
  onChange(isOpen: boolean): void;
  /** The button: the panel stands beside it. */
  target: ReactElement;
}

interface Props<P> {
  opens: "menu" | "dialog";
  className: string;
  /** Where the content has no words of its own. */
  label?: string;
  /** What is shown of it to who points at it, where there is no label. */
  hint?: string;
  disabled?: boolean;
  data?: Record<`data-${string}`, string>;
  children: ReactNode;
  /** What is opened: loaded once the page is idle. Always the same function. */
  load(): Promise<{ default: ComponentType<Opened & P> }>;
  /** What it is told besides. */
  panel: P;
}

/** Runs when what stands beside it has been drawn. */
function Arrived({ run }: { run(): void }) {
  const first = useRef(run);
  useEffect(() => first.current(), []);
  return null;
}

/** The part that is opened, from its first opening on. `isThere`: it has been drawn and may open. */
function usePart<P>(load: Props<P>["load"], onFailed: (problem: unknown) => void) {
  const [part, setPart] = useState<{ Panel: ComponentType<Opened & P>; isThere: boolean } | null>(null);
  useEffect(
    () =>
      // What cannot be loaded now is loaded when it is opened.
      whenIdle(() => void load().catch(() => {})),
    [load],
  );
  const want = () => {
    if (part === null) load().then(({ default: Panel }) => setPart({ Panel, isThere: false }), onFailed);
  };
  const arrived = () => setPart((before) => before && { ...before, isThere: true });
  return { part, want, arrived };
}

/**
 * A button of which the menu or panel is no part of the page's first load: it is loaded while the page is idle, and drawn
 * when it is first opened. One that cannot be loaded leaves the button as it was, for another try.
 */
export function Opener<P extends object>(props: Props<P>) {
  const { opens, className, label, hint, disabled, data, children, load, panel } = props;
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { part, want, arrived } = usePart(load, (problem) => {
    setOpen(false);
    sayProblem(problem);
  });
  const change = (next: boolean) => {
    setOpen(next);
    if (next) want();
  };
  // A menu's own target hears the click by itself.
  const hearsClick = part === null || opens === "dialog";
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
  if (part === null) return target;
  const onArrival = () => {
    // The button was drawn anew: the focus goes back to it when what it opens is closed.
    if (document.activeElement === document.body) button.current?.focus();
    arrived();
  };
  return (
    <>
      <part.Panel {...panel} isOpen={isOpen && part.isThere} onChange={change} target={target} />
      <Arrived run={onArrival} />
    </>
  );
}
