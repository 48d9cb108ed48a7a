/** What the panel says. `{name}`, `{n}`, `{time}` are filled in. */
export interface Texts {
  title: string;
  welcome: string;
  away: string;
  placeholder: string;
  send: string;
  close: string;
  end: string;
  endQuestion: string;
  endYes: string;
  endNo: string;
  conversation: string;
  waiting: string;
  waitingAt: string;
  typing: string;
  sending: string;
  sent: string;
  seen: string;
  failed: string;
  retry: string;
  discard: string;
  offline: string;
  connecting: string;
  slow: string;
  you: string;
  agent: string;
  tooLong: string;
  trouble: string;
  attach: string;
  camera: string;
}

/** Fills `{key}` in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}
