import { createServer, type Server, type Socket } from "node:net";

const HTTP2_PREFACE_START = Buffer.from("PRI ");
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

function handOver(socket: Socket, handlers: { http2: SocketHandler; http1: SocketHandler }): void {
  const ignoreError = () => socket.destroy();
  const timeOut = () => socket.destroy();
  let seen: Buffer = Buffer.alloc(0);
  const onReadable = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk) seen = Buffer.concat([seen, chunk]);
    const length = Math.min(seen.length, HTTP2_PREFACE_START.length);
    const matches = length > 0 && seen.subarray(0, length).equals(HTTP2_PREFACE_START.subarray(0, length));
    if (length === 0 || (matches && length < HTTP2_PREFACE_START.length)) return;
    socket.off("readable", onReadable);
    socket.off("error", ignoreError);
    socket.off("end", timeOut);
    socket.off("timeout", timeOut);
    socket.setTimeout(0);
    socket.unshift(seen);
    // A gRPC client that closes its half is gone; an HTTP/1.1 client may still wait for its answer.
    socket.allowHalfOpen = !matches;
    (matches ? handlers.http2 : handlers.http1)(socket);
  };
  socket.on("error", ignoreError);
  socket.on("end", timeOut);
  socket.setTimeout(FIRST_BYTES_TIMEOUT_MS, timeOut);
  socket.on("readable", onReadable);
}
