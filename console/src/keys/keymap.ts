import type { TextKey } from "../texts/texts.ts";

export interface Key {
  /** By `KeyboardEvent.key`, so that they follow the layout; "g i" is one after the other; "mod" is Ctrl or Cmd. */
  keys: readonly string[];
  label: TextKey;
  group: "list" | "conversation" | "everywhere" | "go";
  /** Also while a field has the focus. */
  inFields?: true;
}

/** Every key of the console. */
export const KEYMAP = {
  next: { keys: ["j"], label: "keys.next", group: "list" },
  previous: { keys: ["k"], label: "keys.previous", group: "list" },
  nth: { keys: ["alt+1…9"], label: "keys.nth", group: "list", inFields: true },
  choose: { keys: ["x"], label: "keys.choose", group: "list" },
  claim: { keys: ["c"], label: "keys.claim", group: "list" },
  reply: { keys: ["r"], label: "keys.reply", group: "conversation" },
  note: { keys: ["n"], label: "keys.note", group: "conversation" },
  assign: { keys: ["a"], label: "keys.assign", group: "conversation" },
  transfer: { keys: ["t"], label: "keys.transfer", group: "conversation" },
  snooze: { keys: ["s"], label: "keys.snooze", group: "conversation" },
  tag: { keys: ["#"], label: "keys.tag", group: "conversation" },
  close: { keys: ["e"], label: "keys.close", group: "conversation" },
  unread: { keys: ["u"], label: "keys.unread", group: "conversation" },
  details: { keys: ["]"], label: "keys.details", group: "conversation" },
  search: { keys: ["/"], label: "keys.search", group: "everywhere" },
  palette: { keys: ["mod+k"], label: "keys.palette", group: "everywhere", inFields: true },
  undo: { keys: ["z"], label: "keys.undo", group: "everywhere" },
  mute: { keys: ["m"], label: "keys.mute", group: "everywhere" },
  toggleOnline: { keys: ["alt+o"], label: "keys.toggleOnline", group: "everywhere", inFields: true },
  help: { keys: ["?"], label: "keys.help", group: "everywhere" },
  goInbox: { keys: ["g i"], label: "places.inbox", group: "go" },
  goQueue: { keys: ["g q"], label: "places.queue", group: "go" },
  goArchive: { keys: ["g a"], label: "places.archive", group: "go" },
  goReports: { keys: ["g r"], label: "places.reports", group: "go" },
  goPeople: { keys: ["g p"], label: "places.people", group: "go" },
  goSettings: { keys: ["g s"], label: "places.settings", group: "go" },
  goMe: { keys: ["g m"], label: "places.me", group: "go" },
} as const satisfies Record<string, Key>;

export type KeyName = keyof typeof KEYMAP;

interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What was pressed, as the keymap writes it; with Alt by the key's place, because Alt makes other letters on some systems. */
export function chordOf({ key, code, ctrlKey, metaKey, altKey }: Pressed): string {
  if (altKey && /^Digit[1-9]$/.test(code)) return "alt+1…9";
  if (altKey && /^Key[A-Z]$/.test(code)) return `alt+${code.slice(3).toLowerCase()}`;
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${plain}` : plain;
}

const byChord = new Map<string, KeyName>(
  Object.entries(KEYMAP).flatMap(([name, { keys }]) =>
    keys.map((chord) => [chord, name as KeyName] as const),
  ),
);

/** The key that these presses are: the last one alone, or the last two one after the other. */
export function keyFor(before: string | null, chord: string): KeyName | null {
  return byChord.get(`${before} ${chord}`) ?? byChord.get(chord) ?? null;
}
