import type { BackChannel } from "./back-channel.ts";
import { PROTOCOL_VERSION, SERVER_VERSION, WEBCHANNEL_LIMITS } from "./limits.ts";

/** The server's end of the stream that runs over a channel. */
export interface ChannelStream {
  /** @param data the JSON text of one message */
  receive(data: string): void;
  close(): void;
}

interface SentArray {
  readonly id: number;
  /** `[id,[...]]` */
  readonly text: string;
}

interface ForwardMessage {
  readonly number: number;
  readonly data: string;
}

/**
 * One WebChannel session: numbered arrays to the client, kept until acknowledged so that they survive a lost
 * back channel, and numbered messages from the client, taken in order and once.
 */
export class ChannelSession {
  private readonly sent: SentArray[] = [];
  private queuedChars = 0;
  private nextArrayId = 0;
  private deliveredId = -1;
  private nextMessage = 0;
  private readonly early = new Map<number, string>();
  private back: BackChannel | undefined;
  private flushing: NodeJS.Immediate | undefined;
  private idle: NodeJS.Timeout | undefined;
  private stream: ChannelStream | undefined;
  private readonly whenReady: (() => void)[] = [];
  /** The stream ended; the session may live on to tell it. */
  private isOver = false;
  private ended = false;

  constructor(
    readonly id: string,
    private readonly onEnd: (session: ChannelSession) => void,
  ) {
    this.waitForClient();
  }

  /** The first array, answered to the handshake itself: `[[0,["c",sid,hostPrefix,version,serverVersion,keepaliveMs]]]`. */
  handshake(): string {
    const hello = ["c", this.id, "", PROTOCOL_VERSION, SERVER_VERSION, WEBCHANNEL_LIMITS.KEEPALIVE_MS];
    const text = JSON.stringify([this.nextArrayId, hello]);
    this.deliveredId = this.nextArrayId++;
    return `[${text}]`;
  }

  /** Whether the client takes what is sent to it. */
  get isReady(): boolean {
    return this.queuedChars < WEBCHANNEL_LIMITS.WINDOW_CHARS;
  }

  /** Calls the listener whenever the client has taken something. */
  onReady(listener: () => void): void {
    this.whenReady.push(listener);
  }

  start(stream: ChannelStream): void {
    if (!this.isOver) this.stream = stream;
  }

  /** Queues an array for the client. @param payload JSON text of the array */
  push(payload: string): void {
    if (this.ended) return;
    const id = this.nextArrayId++;
    const text = `[${id},${payload}]`;
    this.sent.push({ id, text });
    this.queuedChars += text.length;
    if (this.queuedChars > WEBCHANNEL_LIMITS.MAX_QUEUED_CHARS) {
      this.end();
      return;
    }
    this.flushing ??= setImmediate(() => this.flush());
  }

  /** Takes the client's messages in the order of their numbers; repeated ones are dropped. */
  receive(messages: readonly ForwardMessage[]): void {
    for (const { number, data } of messages) {
      const ahead = number - this.nextMessage;
      if (ahead >= 0 && ahead < WEBCHANNEL_LIMITS.MAX_MESSAGE_GAP) this.early.set(number, data);
    }
    for (;;) {
      const data = this.early.get(this.nextMessage);
      if (data === undefined || this.ended) return;
      this.early.delete(this.nextMessage++);
      this.stream?.receive(data);
    }
  }

  /** The client has everything up to and including this array. */
  acknowledge(arrayId: number): void {
    const first = this.sent[0]?.id ?? Number.POSITIVE_INFINITY;
    const done = this.sent.splice(0, Math.max(0, arrayId - first + 1));
    for (const { text } of done) this.queuedChars -= text.length;
    if (done.length > 0 && this.isReady) for (const listener of this.whenReady) listener();
  }

  /**
   * A new back channel takes over; what the former one may have lost is sent again.
   * @param acknowledged the last array that the client has
   */
  attach(back: BackChannel, acknowledged: number): void {
    this.acknowledge(acknowledged);
    this.back?.end();
    this.back = back;
    clearTimeout(this.idle);
    this.deliveredId = Math.min(acknowledged, this.nextArrayId - 1);
    back.onClose(() => this.detach(back));
    back.onReady(() => this.flush());
    // A first array at once tells the client that no proxy holds the answer back.
    if (!this.hasNews() && back.isStreaming) this.push('["noop"]');
    this.flush();
  }

  /** Ends the back channel in good order, after a noop, because an answer without any text counts as a failure. */
  yieldBackChannel(): void {
    const { back } = this;
    this.push('["noop"]');
    this.flush();
    back?.end();
  }

  /** `[back channel present, last array id, characters not yet acknowledged]`: the answer to a forward request. */
  status(): string {
    return JSON.stringify([this.back === undefined ? 0 : 1, this.nextArrayId - 1, this.queuedChars]);
  }

  /** Ends the session and its stream. What was pushed before still reaches an attached back channel. */
  end(): void {
    if (this.ended) return;
    this.flush();
    this.ended = true;
    clearTimeout(this.idle);
    this.stream?.close();
    this.back?.end();
    this.onEnd(this);
  }

  /** The stream is over: the session stays until the client has fetched what is left, or is gone. */
  endStream(): void {
    this.isOver = true;
    this.stream = undefined;
  }

  private hasNews(): boolean {
    return (this.sent.at(-1)?.id ?? -1) > this.deliveredId;
  }

  private flush(): void {
    if (this.flushing) clearImmediate(this.flushing);
    this.flushing = undefined;
    while (this.back?.isOpen && this.back.isReady && !this.ended && this.hasNews()) {
      const news = this.nextChunk();
      this.deliveredId = news.at(-1)?.id ?? this.deliveredId;
      this.back.send(`[${news.map((array) => array.text).join(",")}]`);
    }
  }

  /** The next arrays to send, as many as make a chunk of bearable size. */
  private nextChunk(): SentArray[] {
    const start = this.deliveredId + 1 - (this.sent[0]?.id ?? 0);
    let chars = 0;
    let end = Math.max(0, start);
    while (end < this.sent.length && (chars === 0 || chars < WEBCHANNEL_LIMITS.CHUNK_CHARS)) {
      chars += this.sent[end++]?.text.length ?? 0;
    }
    return this.sent.slice(Math.max(0, start), end);
  }

  private detach(back: BackChannel): void {
    if (this.back !== back) return;
    this.back = undefined;
    this.waitForClient();
  }

  private waitForClient(): void {
    if (this.ended) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.end(), WEBCHANNEL_LIMITS.SESSION_IDLE_MS);
    this.idle.unref();
  }
}
