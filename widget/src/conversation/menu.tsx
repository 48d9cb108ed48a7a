import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { MORE } from "./tool-icons.ts";

export interface MenuItem {
  label: string;
  run(): void;
}

interface Props {
  label: string;
  items: readonly MenuItem[];
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** What is done seldom. Arrows move, Escape closes and gives the focus back. */
export function Menu({ label, items }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const entries = () => [...(list.current?.querySelectorAll("button") ?? [])];
  useLayoutEffect(() => {
    if (isOpen) entries()[0]?.focus();
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(event.target as HTMLButtonElement);
    const step = STEPS[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") setOpen(false);
    else if (step) {
      event.preventDefault();
      all[step(at, all.length)]?.focus();
    }
  };
  return (
    <div
      class="menu"
      onFocusOut={({ relatedTarget }) => {
        const isInside =
          relatedTarget instanceof Node && list.current?.parentElement?.contains(relatedTarget);
        // Without a target the focus has gone with a click on something that takes none.
        if (isOpen && relatedTarget && !isInside) setOpen(false);
      }}
    >
      <button
        type="button"
        class="icon"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon path={MORE} />
      </button>
      {isOpen && (
        <div class="menu-list" role="menu" aria-label={label} ref={list} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.run();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
