import { createServer, type Server, type Socket } from "node:net";

/** What an HTTP/2 client sends first, before a SETTINGS frame: RFC 9113, section 3.4. */
const HTTP2_PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
/** Enough to tell it from an HTTP/1.1 request. */
const HTTP2_PREFACE_START = HTTP2_PREFACE.subarray(0, 4);
const FRAME_HEADER_BYTES = 9;
const MAX_FRAME_BYTES = 16_384;
const SETTINGS_FRAME = 4;
const SETTINGS_ACK = 1;
const SETTING_BYTES = 6;
const STREAM_MASK = 0x7fff_ffff;
/** A client that connects and says nothing is cut off after this time. */
const FIRST_BYTES_TIMEOUT_MS = 120_000;

/** Takes over a socket whose first bytes have been put back. */
export type SocketHandler = (socket: Socket) => void;

/** One TCP port for HTTP/2 (gRPC) and HTTP/1.1: told apart by the first bytes of each connection. */
export class Port {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(handlers: { http2: SocketHandler; http1: SocketHandler }) {
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
      handOver(socket, handlers);
    });
  }

  /** Resolves to the bound port (0 asks for a free one); rejects when it is taken. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, host, () => {
        this.server.off("error", reject);
        const address = this.server.address();
        resolve(typeof address === "object" && address ? address.port : port);
      });
    });
  }

  /** Stops listening and cuts every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      for (const socket of this.sockets) socket.destroy();
    });
  }
}

type Protocol = "http1" | "http2" | "none";

/**
 * What the first bytes of a connection begin; undefined while there are too few of them. Node 20's HTTP/2 server keeps
 * a connection for ever after a SETTINGS frame that breaks the protocol, so that the first frame is checked here.
 */
function protocolOf(seen: Buffer): Protocol | undefined {
  const start = seen.subarray(0, HTTP2_PREFACE_START.length);
  if (!start.equals(HTTP2_PREFACE_START.subarray(0, start.length))) return "http1";
  if (seen.length < HTTP2_PREFACE.length + FRAME_HEADER_BYTES) return undefined;
  const isWhole = seen.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE);
  return isWhole && beginsSettings(seen.subarray(HTTP2_PREFACE.length)) ? "http2" : "none";
}

/** RFC 9113, sections 4.1 and 6.5: length, type, flags, stream; settings of six bytes each, for no stream. */
function beginsSettings(frame: Buffer): boolean {
  const length = frame.readUIntBE(0, 3);
  const isAcknowledgement = (frame.readUInt8(4) & SETTINGS_ACK) !== 0;
  const stream = frame.readUInt32BE(5) & STREAM_MASK;
  const isSettings = frame.readUInt8(3) === SETTINGS_FRAME && stream === 0 && !isAcknowledgement;
  return isSettings && length <= MAX_FRAME_BYTES && length % SETTING_BYTES === 0;
}

function handOver(socket: Socket, handlers: { http2: SocketHandler; http1: SocketHandler }): void {
  const cutOff = () => socket.destroy();
  let seen: Buffer = Buffer.alloc(0);
  const onReadable = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk) seen = Buffer.concat([seen, chunk]);
    const protocol = protocolOf(seen);
    if (protocol === undefined) return;
    if (protocol === "none") return cutOff();
    socket.off("readable", onReadable);
    socket.off("error", cutOff);
    socket.off("end", cutOff);
    socket.off("timeout", cutOff);
    socket.setTimeout(0);
    socket.unshift(seen);
    // A gRPC client that closes its half is gone; an HTTP/1.1 client may still wait for its answer.
    socket.allowHalfOpen = protocol === "http1";
    handlers[protocol](socket);
  };
  socket.on("error", cutOff);
  socket.on("end", cutOff);
  socket.setTimeout(FIRST_BYTES_TIMEOUT_MS, cutOff);
  socket.on("readable", onReadable);
}
