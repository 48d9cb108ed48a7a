/** One array of a back channel: its number and content. */
export type NumberedArray = readonly [number, readonly unknown[]];

/** WebChannel spoken by hand. */
export class RawChannel {
  sid = "";
  private nextRid = 1_000;
  private nextMessage = 0;

  constructor(
    readonly address: string,
    readonly rpc: "Listen" | "Write",
    private readonly authorization = "Bearer owner",
  ) {}

  url(parameters: Record<string, string>): string {
    const query = new URLSearchParams({ VER: "8", t: "1", zx: "abc", ...parameters });
    return `http://${this.address}/google.firestore.v1.Firestore/${this.rpc}/channel?${query}`;
  }

  /** The handshake, with the first messages. Returns the raw response. */
  async open(...messages: object[]): Promise<Response> {
    const headers = `headers=${encodeURIComponent(`Authorization:${this.authorization}\r\nContent-Type:text/plain\r\n`)}`;
    const response = await fetch(
      this.url({ RID: String(this.nextRid++), CVER: "22", "X-HTTP-Session-Id": "gsessionid" }),
      {
        method: "POST",
        body: `${headers}&${this.form(messages)}`,
        headers: {
          origin: "http://page.localhost:5000",
          "content-type": "application/x-www-form-urlencoded",
        },
      },
    );
    const [first] = parseChunks(await response.clone().text());
    this.sid = String(first?.[1]?.[1] ?? "");
    return response;
  }

  /** Sends messages on the forward channel. Returns [back channel present, last array id, outstanding]. */
  async send(...messages: object[]): Promise<readonly number[]> {
    const response = await this.post(this.form(messages));
    return JSON.parse(unframe(await response.text())[0] ?? "null") as number[];
  }

  post(body: string): Promise<Response> {
    return fetch(this.url({ SID: this.sid, RID: String(this.nextRid++), AID: "0" }), {
      method: "POST",
      body,
    });
  }

  form(messages: readonly object[]): string {
    const parts = [`count=${messages.length}`, `ofs=${this.nextMessage}`];
    for (const [index, message] of messages.entries()) {
      parts.push(`req${index}___data__=${encodeURIComponent(JSON.stringify(message))}`);
    }
    this.nextMessage += messages.length;
    return parts.join("&");
  }

  /** A long poll: all arrays after the acknowledged one. */
  async poll(acknowledged: number, more: Record<string, string> = {}): Promise<NumberedArray[]> {
    const response = await this.get(acknowledged, { CI: "1", ...more });
    return parseChunks(await response.text());
  }

  get(acknowledged: number, more: Record<string, string>, signal?: AbortSignal): Promise<Response> {
    const url = this.url({ SID: this.sid, RID: "rpc", AID: String(acknowledged), TYPE: "xmlhttp", ...more });
    return fetch(url, { headers: { origin: "http://page.localhost:5000" }, ...(signal ? { signal } : {}) });
  }

  /** Polls until an array fits; returns everything that came. */
  async pollUntil(fits: (message: never) => boolean, acknowledged = 0): Promise<NumberedArray[]> {
    const all: NumberedArray[] = [];
    let last = acknowledged;
    for (;;) {
      const arrays = await this.poll(last);
      all.push(...arrays);
      last = arrays.at(-1)?.[0] ?? last;
      if (arrays.some(([, [message]]) => typeof message === "object" && fits(message as never))) return all;
    }
  }

  terminate(): Promise<Response> {
    return fetch(this.url({ SID: this.sid, RID: String(this.nextRid++), TYPE: "terminate" }), {
      method: "POST",
    });
  }
}

/** Cuts `LENGTH\nTEXT` chunks, lengths in UTF-16 units. Throws when they do not add up. */
export function unframe(text: string): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const length = Number(text.slice(at, newline));
    if (newline < 0 || !Number.isInteger(length)) throw new Error(`Not a chunk: ${text.slice(at, at + 40)}`);
    chunks.push(text.slice(newline + 1, newline + 1 + length));
    at = newline + 1 + length;
  }
  return chunks;
}

export function parseChunks(text: string): NumberedArray[] {
  return unframe(text).flatMap((chunk) => JSON.parse(chunk) as NumberedArray[]);
}
