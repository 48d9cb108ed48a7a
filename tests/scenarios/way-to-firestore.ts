import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

const SLOW_MS = 2_000;

/**
 * How the way to Firestore is.
 * - `refused`: nobody listens there
 * - `blocked`: connections are reset
 * - `silent`: connections stand, and nothing comes through any of them
 * - `halfOpen`: what is asked arrives, and no answer comes back
 * - `slow`: everything takes two seconds each way
 */
export type Way = "open" | "refused" | "blocked" | "silent" | "halfOpen" | "slow";

/** Stands between a client and Firestore. The API is reached without it. */
export class WayToFirestore {
  private way: Way = "open";
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
    readonly address: string,
  ) {
    server.on("connection", (socket) => this.pass(socket));
  }

  static async start(target: string): Promise<WayToFirestore> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new WayToFirestore(server, target, `127.0.0.1:${port}`);
  }

  /** From now on the way is like this, also for connections that stand. Blocking and refusing end them; refusing is for good. */
  set(way: Way): void {
    this.way = way;
    if (way === "blocked" || way === "refused") for (const socket of this.sockets) socket.destroy();
    if (way === "refused") this.server.close();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(client: Socket): void {
    if (this.way === "blocked") {
      client.destroy();
      return;
    }
    const [host = "", port] = this.target.split(":");
    const database = connect(Number(port), host);
    this.carry(client, database, () => this.way === "silent");
    this.carry(database, client, () => this.way === "silent" || this.way === "halfOpen");
  }

  private carry(from: Socket, to: Socket, isLost: () => boolean): void {
    this.sockets.add(from);
    from.on("data", (bytes) => {
      if (isLost()) return;
      if (this.way === "slow") setTimeout(() => to.writable && to.write(bytes), SLOW_MS);
      else to.write(bytes);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
