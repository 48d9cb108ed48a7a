import { useEffect, useRef } from "react";
import { storage } from "../client/storage.ts";
import { chordOf, KEYMAP, type Key, type KeyName, keyFor } from "./keymap.ts";

type Handler = (event: KeyboardEvent) => void;

/** What each key does now; the place that was opened last comes first. */
const handlers = new Map<KeyName, Handler[]>();

const OFF = "livechat-console:keys-off";
/** The second of two keys must follow within this. */
const SEQUENCE_MS = 1_500;

export const areKeysOn = (): boolean => storage.get(OFF) === null;
export const setKeysOn = (on: boolean): void => (on ? storage.remove(OFF) : storage.set(OFF, "off"));

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

let before: { chord: string; at: number } | null = null;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const chord = chordOf(event);
  const isRecent = before !== null && event.timeStamp - before.at < SEQUENCE_MS;
  const name = keyFor(isRecent ? (before?.chord ?? null) : null, chord);
  before = { chord, at: event.timeStamp };
  if (name === null) return;
  const key: Key = KEYMAP[name];
  if (!key.inFields && (isField(event.target) || document.querySelector('[role="dialog"], [role="menu"]')))
    return;
  if (!areKeysOn() && name !== "palette") return;
  const handler = handlers.get(name)?.at(-1);
  if (!handler) return;
  event.preventDefault();
  before = null;
  handler(event);
}

/** One listener for the whole page. */
export function useKeyboard(): void {
  useEffect(() => {
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

/** What keys do while this component is there. */
export function useKeys(actions: Partial<Record<KeyName, Handler>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  const names = Object.keys(actions).sort().join();
  useEffect(() => {
    const added = names.split(",").map((name) => {
      const handler: Handler = (event) => latest.current[name as KeyName]?.(event);
      const list = handlers.get(name as KeyName) ?? [];
      handlers.set(name as KeyName, [...list, handler]);
      return { name: name as KeyName, handler };
    });
    return () => {
      for (const { name, handler } of added) {
        handlers.set(
          name,
          (handlers.get(name) ?? []).filter((other) => other !== handler),
        );
      }
    };
  }, [names]);
}

/** Does what the key would do now; false when it does nothing here. */
export function doKey(name: KeyName): boolean {
  const handler = handlers.get(name)?.at(-1);
  handler?.(new KeyboardEvent("keydown"));
  return handler !== undefined;
}

export const canDo = (name: KeyName): boolean => (handlers.get(name)?.length ?? 0) > 0;
