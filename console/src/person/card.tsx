import type { ReactNode } from "react";

/** A part of the details that folds. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="card" open>
      <summary>
        <h3>{title}</h3>
      </summary>
      {children}
    </details>
  );
}

/** A line of what is known; nothing when it is not. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A value as people said it; an address leads there. */
export function Value({ text }: { text: string }) {
  if (!/^https?:\/\//.test(text)) return <bdi>{text}</bdi>;
  return (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
