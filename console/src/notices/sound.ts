import type { AgentSettings } from "@livechat/contract";
import { atom } from "nanostores";
import { storage } from "../client/storage.ts";
import { isQuiet } from "./quiet-hours.ts";
import { seldom } from "./seldom.ts";

type Sound = "ring" | "soft";
/** What there is to hear of. */
export type SoundEvent = keyof AgentSettings["sounds"];

const MUTED = "livechat-console:muted";
/** One tab of this browser makes the sounds: the one that holds this lock. */
const LOCK = "livechat-console:sound";

/** Hertz and milliseconds of each note. */
const NOTES: Record<Sound, readonly (readonly [frequency: number, length: number])[]> = {
  ring: [
    [880, 140],
    [1175, 220],
  ],
  soft: [[880, 90]],
};
const LOUDNESS: Record<Sound, number> = { ring: 0.25, soft: 0.12 };
/** Twenty messages a second are one sound a second: more is noise, and costs a slow machine what it draws with. */
const mayPlay = seldom<SoundEvent>(1_000, Date.now);
/** Before that, a browser that lets the page play has said so. */
const ASKED_AFTER_MS = 1_000;

export const isMuted = atom(storage.get(MUTED) !== null);
/** The browser plays nothing before somebody has clicked or typed here. */
export const isSoundBlocked = atom(false);

/** What each event sounds like, and when nothing does, as the agent has chosen. */
export const soundSettings = atom<Pick<AgentSettings, "sounds" | "quietHours">>({
  sounds: { assigned: "ring", message: "soft", waiting: "soft", mention: "ring" },
  quietHours: null,
});

let context: AudioContext | null = null;
let isRinger = false;

export function toggleMuted(): void {
  const muted = !isMuted.get();
  if (muted) storage.set(MUTED, "muted");
  else storage.remove(MUTED);
  isMuted.set(muted);
}

/** Only a tab that may play wants the lock, and keeps it until it is closed. */
function becomeRinger(): void {
  if (isRinger) return;
  void navigator.locks?.request(LOCK, () => {
    isRinger = true;
    return new Promise(() => {});
  });
}

async function anotherTabRings(): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return !isRinger && held.some(({ name }) => name === LOCK);
}

/** Lets the page be heard: works in a click or at a key. */
export async function unblockSound(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  if (context.state !== "running") return;
  isSoundBlocked.set(false);
  becomeRinger();
}

/** Tries at once and at the first click or key; says so when nothing can be heard yet. Returns what stops it. */
export function prepareSound(): () => void {
  const unblock = () => void unblockSound();
  const events = ["pointerdown", "keydown"] as const;
  for (const name of events) addEventListener(name, unblock, { capture: true });
  unblock();
  const timer = setTimeout(async () => {
    if (context?.state !== "running" && !(await anotherTabRings())) isSoundBlocked.set(true);
  }, ASKED_AFTER_MS);
  return () => {
    clearTimeout(timer);
    for (const name of events) removeEventListener(name, unblock, { capture: true });
  };
}

function note(
  from: AudioContext,
  [frequency, length]: readonly [number, number],
  at: number,
  loudness: number,
): void {
  const oscillator = from.createOscillator();
  const gain = from.createGain();
  const end = at + length / 1000;
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(loudness, at);
  gain.gain.exponentialRampToValueAtTime(0.001, end);
  oscillator.connect(gain).connect(from.destination);
  oscillator.start(at);
  oscillator.stop(end);
}

/** Plays what the agent wants to hear of it, in the one tab that plays. */
export function play(event: SoundEvent): void {
  const { sounds, quietHours } = soundSettings.get();
  const sound = sounds[event];
  if (sound !== "off" && !isQuiet(quietHours, Date.now()) && mayPlay(event)) sing(sound);
}

function sing(sound: Sound): void {
  if (isMuted.get() || !isRinger || context?.state !== "running") return;
  let at = context.currentTime;
  for (const each of NOTES[sound]) {
    note(context, each, at, LOUDNESS[sound]);
    at += each[1] / 1000;
  }
}
