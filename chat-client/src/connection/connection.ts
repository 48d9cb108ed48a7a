import { atom, type WritableAtom } from "nanostores";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { Network } from "../platform/platform.ts";
import type { Store } from "../platform/store.ts";

/**
 * `connecting`: what is shown may be old; `online`: every change comes at once; `polling`: changes come by asking, a few
 * seconds late; `offline`: this device has no network, or the service does not answer.
 */
export type ConnectionState = "connecting" | "online" | "polling" | "offline";

/** What is known of the connection, from those who notice: the device, the listeners, the calls. */
export class Connection {
  private readonly value: WritableAtom<ConnectionState>;
  private readonly disposables = new Disposables();
  private isCurrent: boolean | null = null;
  private isPolling = false;
  private hasTrouble = false;

  constructor(private readonly network: Network) {
    this.value = atom<ConnectionState>("connecting");
    this.disposables.add(network.onChange(() => this.show()));
    this.show();
  }

  get state(): Store<ConnectionState> {
    return this.value;
  }

  /** Whether what is shown is as the server has it. null: nothing is watched. */
  listening(isCurrent: boolean | null): void {
    this.isCurrent = isCurrent;
    this.show();
  }

  /** Whether the API is asked because listeners are silent. */
  polling(isPolling: boolean): void {
    this.isPolling = isPolling;
    this.show();
  }

  /** Whether calls of the API get through. */
  calling(problem: ChatError | null): void {
    this.hasTrouble = problem?.isTemporary ?? false;
    this.show();
  }

  stop(): void {
    this.disposables.dispose();
  }

  private show(): void {
    if (!this.network.isOnline() || this.hasTrouble) this.value.set("offline");
    else if (this.isCurrent === false) this.value.set("connecting");
    else this.value.set(this.isPolling ? "polling" : "online");
  }
}
