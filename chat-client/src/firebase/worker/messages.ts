import type { FirebaseAccess } from "@livechat/contract";
import { ChatError, type ChatErrorType, toChatError } from "../../platform/chat-error.ts";
import type { LiveDatabase, LiveSource } from "../../platform/live-database.ts";

/**
 * What a page and the worker that has its database say to each other. Everything in here is copied from the one to the
 * other (https://html.spec.whatwg.org/multipage/structured-data.html).
 */

/** What is asked of the database and answered once. */
export type Asked = "signIn" | "updateParticipant" | "close";

export type ToWorker =
  | { readonly kind: "open"; readonly access: FirebaseAccess; readonly isVisible: boolean }
  /** Timers of a page that nobody sees are held back: lists are then told at once. */
  | { readonly kind: "visible"; readonly isVisible: boolean }
  /** The browser has found a network, or lost it: workers are not told. */
  | { readonly kind: "network" }
  | { readonly kind: "ask"; readonly id: number; readonly asked: Asked; readonly by: readonly unknown[] }
  | { readonly kind: "watch"; readonly id: number; readonly what: keyof LiveSource; readonly of?: unknown }
  | { readonly kind: "stop"; readonly id: number }
  /** The page has taken what the worker told last, and is ready for more. */
  | { readonly kind: "taken" };

/** What a watch has brought. */
export type News = { readonly id: number } & (
  | { readonly value: unknown; readonly isCurrent: boolean }
  | { readonly list: ListChange; readonly isCurrent: boolean }
  | { readonly failed: SaidError }
);

export type ToPage =
  | { readonly kind: "news"; readonly news: readonly News[] }
  | { readonly kind: "answer"; readonly id: number; readonly error: SaidError | null }
  | { readonly kind: "signedOut" };

/** One end of the line between a page and its worker: a `MessagePort`. */
export interface Line<Said, Heard> {
  postMessage(message: Said): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Heard>) => void): void;
}

/** What a worker can do for a page: the browser tells a worker nothing of the network. */
export interface WorkersDatabase extends LiveDatabase {
  /** Connects anew, without the pause after earlier failures. */
  reconnect(): Promise<void>;
}

interface SaidError {
  readonly type: ChatErrorType;
  readonly message: string;
  readonly cause: string;
}

export function sayError(thrown: unknown): SaidError {
  const { type, message, cause } = toChatError(thrown);
  return { type, message, cause: String(cause) };
}

export function errorSaid({ type, message, cause }: SaidError): ChatError {
  return new ChatError(type, message, { cause });
}

/** A list in order: an item that was in the one before by its place there, a new one itself. */
export type ListChange = readonly (number | { readonly item: unknown })[];

/** Says a list by what is new in it. An item that is the same object is the same item. */
export class ListWriter {
  private places = new Map<unknown, number>();

  write(list: readonly unknown[]): ListChange {
    const before = this.places;
    this.places = new Map(list.map((item, at) => [item, at]));
    return list.map((item) => before.get(item) ?? { item });
  }
}

/** The list again; what has not changed stays the same object here, too. */
export class ListReader {
  private before: readonly unknown[] = [];

  read(change: ListChange): readonly unknown[] {
    this.before = change.map((one) => (typeof one === "number" ? this.before[one] : one.item));
    return this.before;
  }
}
