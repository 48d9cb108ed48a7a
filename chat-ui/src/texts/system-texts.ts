/**
 * What system events say, in one language. `{agent}` and `{group}` are filled in. Where a sentence names somebody there
 * is another that does not: events of before their metadata held names do not tell them.
 */
export interface SystemTexts {
  joined: string;
  joinedUnnamed: string;
  takesOver: string;
  takesOverUnnamed: string;
  transferredToAgent: string;
  transferredToGroup: string;
  transferred: string;
  left: string;
  closed: string;
  closedByVisitor: string;
  reopened: string;
  unanswered: string;
  inactive: string;
  disconnected: string;
  agentDeleted: string;
  movedToGroup: string;
  moved: string;
  snoozed: string;
  woken: string;
  /** To the visitor. */
  ended: string;
  passedOn: string;
}

/** Fills `{key}` in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}
