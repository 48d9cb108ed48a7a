import { retainedBytes } from "../storage/retained-bytes.ts";
import { eventRequest, type TriggerEvent } from "./event.ts";

/** Limits of delivery, with units. */
export const DELIVERY_LIMITS = {
  /** Events on their way at once; each occupies a function until it ends. */
  MAX_AT_ONCE: 20,
  /** Memory for events that wait for their turn; further ones are dropped with a word in the log. */
  MAX_WAITING_BYTES: 67_108_864,
} as const;

interface DeliveryOptions {
  /** host:port of the functions emulator; undefined: nobody is told. */
  readonly address: string | undefined;
  readonly log: (message: string) => void;
  readonly stopping: AbortSignal;
}

/** Sends events to the functions emulator, in the order of the commits; functions run side by side, as in production. */
export class Deliveries {
  private readonly waiting: TriggerEvent[] = [];
  private waitingBytes = 0;
  private underWay = 0;

  constructor(private readonly options: DeliveryOptions) {}

  add(event: TriggerEvent): void {
    const { address, log, stopping } = this.options;
    if (address === undefined || stopping.aborted) return;
    if (this.waitingBytes + bytesOf(event) > DELIVERY_LIMITS.MAX_WAITING_BYTES) {
      log(
        `The function ${event.trigger.key} is not told of ${event.change.name}: too many events are waiting.`,
      );
      return;
    }
    this.waiting.push(event);
    this.waitingBytes += bytesOf(event);
    this.next(address);
  }

  private next(address: string): void {
    while (this.underWay < DELIVERY_LIMITS.MAX_AT_ONCE && !this.options.stopping.aborted) {
      const event = this.waiting.shift();
      if (event === undefined) return;
      this.waitingBytes -= bytesOf(event);
      this.underWay++;
      void this.send(address, event).finally(() => {
        this.underWay--;
        this.next(address);
      });
    }
  }

  private async send(address: string, event: TriggerEvent): Promise<void> {
    const { log, stopping } = this.options;
    const { trigger, database } = event;
    const path = `/functions/projects/${database.projectId}/triggers/${encodeURIComponent(trigger.key)}`;
    try {
      const { headers, body } = eventRequest(event);
      const url = `http://${address}${path}`;
      const response = await fetch(url, { method: "POST", headers, body, signal: stopping });
      await response.arrayBuffer();
      if (!response.ok) log(`The function ${trigger.key} answered its event with ${response.status}.`);
    } catch (error) {
      if (stopping.aborted) return;
      const { cause } = error as { cause?: unknown };
      log(`The function ${trigger.key} cannot be told of ${event.change.name}: ${String(cause ?? error)}`);
    }
  }
}

const EVENT_OVERHEAD_BYTES = 200;

function bytesOf({ change: { before, after } }: TriggerEvent): number {
  return EVENT_OVERHEAD_BYTES + (before ? retainedBytes(before) : 0) + (after ? retainedBytes(after) : 0);
}
