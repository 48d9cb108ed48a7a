import type { ServerResponse } from "node:http";
import { WEBCHANNEL_LIMITS } from "./limits.ts";

export interface BackChannelOptions {
  /** False: long polling, one answer a request. */
  readonly streaming: boolean;
  /** How long a long poll may wait for news. */
  readonly pollMs?: number;
  /** Asked when the channel was silent for a while; it should push a noop. */
  readonly onSilence: () => void;
}

/** The open GET over which arrays reach the client. */
export class BackChannel {
  private sentBytes = 0;
  private open = true;
  private silence: NodeJS.Timeout | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly options: BackChannelOptions,
  ) {
    response.once("close", () => {
      this.open = false;
      clearTimeout(this.silence);
    });
    response.flushHeaders();
    this.waitForNews();
  }

  get isStreaming(): boolean {
    return this.options.streaming;
  }

  /** False once nothing more can be sent over it, even while its end is still on the way to the client. */
  get isOpen(): boolean {
    return this.open;
  }

  /** Whether the browser takes what is written. */
  get isReady(): boolean {
    return !this.response.writableNeedDrain;
  }

  /** Calls the listener whenever the browser has taken what was written. */
  onReady(listener: () => void): void {
    this.response.on("drain", listener);
  }

  onClose(listener: () => void): void {
    this.response.once("close", listener);
  }

  /** @param arrays JSON text: a list of numbered arrays */
  send(arrays: string): void {
    if (!this.open) return;
    const chunk = frame(arrays);
    this.response.write(chunk);
    this.sentBytes += chunk.length;
    if (!this.options.streaming || this.sentBytes > WEBCHANNEL_LIMITS.BACK_CHANNEL_BYTES) this.end();
    else this.waitForNews();
  }

  end(): void {
    if (!this.open) return;
    this.open = false;
    clearTimeout(this.silence);
    this.response.end();
  }

  private waitForNews(): void {
    clearTimeout(this.silence);
    const { streaming, pollMs = WEBCHANNEL_LIMITS.LONG_POLL_MS } = this.options;
    this.silence = setTimeout(this.options.onSilence, streaming ? WEBCHANNEL_LIMITS.KEEPALIVE_MS : pollMs);
    this.silence.unref();
  }
}

/** `LENGTH\nTEXT`: the length counts UTF-16 units, because clients cut the decoded text. */
export function frame(text: string): string {
  return `${text.length}\n${text}`;
}
