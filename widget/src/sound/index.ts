import { isMuted } from "./muted.ts";

/** The notes of the sound for a new message. */
const NOTES = [
  { hertz: 784, afterSeconds: 0 },
  { hertz: 1_175, afterSeconds: 0.14 },
] as const;
const NOTE_SECONDS = 0.3;
/** Of full: soft. */
const LOUDNESS = 0.12;
const SILENCE = 0.0001;

/** Held by the tab that sounds: a visitor with several is told once. */
const LOCK = "livechat:sound";

/** Sounds once, and leaves nothing behind. */
function sound(): Promise<void> {
  const context = new AudioContext();
  const starts = NOTES.map(({ hertz, afterSeconds }) => {
    const at = context.currentTime + afterSeconds;
    const note = new OscillatorNode(context, { frequency: hertz });
    const volume = new GainNode(context, { gain: LOUDNESS });
    volume.gain.setValueAtTime(LOUDNESS, at);
    volume.gain.exponentialRampToValueAtTime(SILENCE, at + NOTE_SECONDS);
    note.connect(volume).connect(context.destination);
    note.start(at);
    note.stop(at + NOTE_SECONDS);
    return note;
  });
  return new Promise((resolve) => {
    starts.at(-1)?.addEventListener("ended", () => resolve(context.close()));
  });
}

/** A soft sound for a new message, in one of the visitor's tabs. A page on which nothing was done yet may make none. */
export async function play(): Promise<void> {
  if (isMuted() || navigator.userActivation?.hasBeenActive === false) return;
  if (!navigator.locks) return sound();
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await sound();
  });
}
