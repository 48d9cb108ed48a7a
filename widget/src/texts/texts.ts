import type { SystemTexts } from "@livechat/chat-ui";

/**
 * What the panel says. `{name}`, `{n}`, `{time}`, `{email}` are filled in. A widget's settings may replace each of them, by
 * its name.
 */
export interface Texts {
  title: string;
  welcome: string;
  away: string;
  hello: string;
  writeToUs: string;
  placeholder: string;
  send: string;
  close: string;
  end: string;
  endQuestion: string;
  endYes: string;
  endNo: string;
  conversation: string;
  teamHere: string;
  peopleHere: string;
  answersIn: string;
  teamBusy: string;
  teamAway: string;
  backAt: string;
  closedNow: string;
  waiting: string;
  waitingAt: string;
  waitingAbout: string;
  waitingStay: string;
  waitingAway: string;
  messageKept: string;
  answerTo: string;
  leaveEmail: string;
  offlineTitle: string;
  offlineText: string;
  fullTitle: string;
  fullText: string;
  leaveMessage: string;
  name: string;
  email: string;
  message: string;
  optional: string;
  choose: string;
  startChat: string;
  formRequired: string;
  formEmail: string;
  formPhone: string;
  formOther: string;
  answers: string;
  yes: string;
  no: string;
  consent: string;
  consentNeeded: string;
  talkToPerson: string;
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
  unavailable: string;
  tooMany: string;
  tooManyUntil: string;
  refused: string;
  notForThisPage: string;
  banned: string;
  you: string;
  agent: string;
  tooLong: string;
  trouble: string;
  attach: string;
  camera: string;
  emoji: string;
  newHere: string;
  newBelow: string;
  toEnd: string;
  loadEarlier: string;
  more: string;
  back: string;
  transcript: string;
  soundOff: string;
  soundOn: string;
  startAnew: string;
  earlier: string;
  noEarlier: string;
  cannotLoad: string;
  ratingQuestion: string;
  ratingGood: string;
  ratingBad: string;
  ratingScore: string;
  ratingComment: string;
  ratingSend: string;
  ratingThanks: string;
  ratingChange: string;
}

/** What is said about files. `{name}`, `{size}`, `{n}` are filled in. */
export interface FileTexts {
  remove: string;
  describe: string;
  uploading: string;
  previous: string;
  next: string;
  removed: string;
  checking: string;
  gone: string;
  tooLarge: string;
  tooLargeHere: string;
  tooMany: string;
  wrongType: string;
  empty: string;
  notAllowed: string;
  network: string;
  tooOften: string;
  other: string;
}

/** Everything that is said in one language. */
export interface Language {
  /** Its tag, such as `de`. */
  tag: string;
  panel: Texts;
  /** null: English, which is in the part that draws files. */
  files: FileTexts | null;
  /** null: English, which is in the part that draws a conversation. */
  system: SystemTexts | null;
}

/** Fills `{key}` in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}
