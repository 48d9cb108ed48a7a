import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { FirebaseDatabase } from "../../chat-client/src/firebase/firebase-database.ts";
import { memoryPlatform } from "../../chat-client/src/firebase/memory-platform.ts";
import { AgentClient, VisitorChat } from "../../chat-client/src/index.ts";
import { PASSWORD } from "../../scripts/dev/demo.ts";
import { hire, loginAdmin, makeGroup, type TeamMember, until } from "./people.ts";

const SLOW_MS = 2_000;

/** How the way to Firestore is. `silent`: connections stand, and nothing comes through any of them. */
type Way = "open" | "blocked" | "silent" | "slow";

/** Stands between a client and Firestore. The API is reached without it. */
class WayToFirestore {
  private way: Way = "open";
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {
    server.on("connection", (socket) => this.pass(socket));
  }

  static async start(target: string): Promise<WayToFirestore> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new WayToFirestore(server, target);
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on the way is like this, also for connections that stand. Blocking ends them. */
  set(way: Way): void {
    this.way = way;
    if (way === "blocked") for (const socket of this.sockets) socket.destroy();
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
    this.carry(client, database);
    this.carry(database, client);
  }

  private carry(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.on("data", (bytes) => {
      if (this.way === "silent") return;
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

let dora: TeamMember;
let groupId = "";
let proxy: WayToFirestore;
const left: { destroy(): Promise<void> }[] = [];

beforeAll(async () => {
  const admin = await loginAdmin();
  dora = await hire(admin);
  groupId = await makeGroup(admin, "round_robin", [dora]);
});
beforeEach(async () => {
  proxy = await WayToFirestore.start(inject("addresses").firestore);
});
afterEach(async () => {
  await Promise.all(left.splice(0).map((client) => client.destroy()));
  await proxy.stop();
});
afterAll(() => Promise.all(left.map((client) => client.destroy())));

/** A platform whose way to Firestore leads through the proxy. */
const behindProxy = () =>
  memoryPlatform({
    openDatabase: async (access) => {
      const { emulators } = access;
      if (!emulators) throw new Error("There is no emulator to stand before.");
      return new FirebaseDatabase({ ...access, emulators: { ...emulators, firestore: proxy.address } });
    },
  });

function visit(platform = behindProxy()): VisitorChat {
  const visitor = new VisitorChat({ api: inject("addresses").hosting, platform });
  visitor.setGroup(groupId);
  left.push(visitor);
  return visitor;
}

async function sitDown(platform = memoryPlatform()): Promise<AgentClient> {
  const client = new AgentClient({ api: inject("addresses").hosting, platform });
  left.push(client);
  await client.signIn(`${dora.name.replaceAll(" ", "-").toLowerCase()}@livechat.test`, PASSWORD);
  return client;
}

const said = (visitor: VisitorChat) =>
  visitor.state
    .get()
    .timeline.filter(({ type }) => type === "message")
    .map(({ text, state }) => `${text} ${state}`);

async function answer(client: AgentClient, visitor: VisitorChat, text: string): Promise<void> {
  const id = visitor.state.get().conversationId ?? "";
  await until(
    async () => client.state.get().mine,
    (mine) => mine.some((one) => one.id === id),
  );
  client.send(id, text);
}

describe("a visitor whose way to Firestore", () => {
  it.each<Way>(["blocked", "silent"])(
    "is %s from the start sees what is sent and answered, and goes live when it opens",
    async (way) => {
      proxy.set(way);
      const client = await sitDown();
      const visitor = visit();
      visitor.send("Hello?");
      await until(
        async () => said(visitor),
        (shown) => shown.join() === "Hello? sent",
      );
      await answer(client, visitor, "Good day");
      await until(
        async () => said(visitor),
        (shown) => shown.join() === "Hello? sent,Good day sent",
      );
      expect(visitor.state.get()).toMatchObject({ connection: "polling", phase: "active", error: null });
      expect(visitor.state.get().agent?.name).toBe(dora.name);
      proxy.set("open");
      await until(
        async () => visitor.state.get().connection,
        (connection) => connection === "online",
      );
      await answer(client, visitor, "Still there?");
      await until(
        async () => said(visitor),
        (shown) => shown.length === 3,
      );
    },
  );

  it("falls silent in the middle notices it by its own message, and misses nothing", async () => {
    const client = await sitDown();
    const visitor = visit();
    visitor.send("Hello?");
    await until(
      async () => visitor.state.get(),
      ({ phase, connection }) => phase === "active" && connection === "online",
    );
    proxy.set("silent");
    visitor.send("Are you there?");
    await until(
      async () => said(visitor),
      (shown) => shown[1] === "Are you there? sent",
    );
    await answer(client, visitor, "Yes");
    await until(
      async () => said(visitor),
      (shown) => shown.join() === "Hello? sent,Are you there? sent,Yes sent",
    );
    expect(visitor.state.get().connection).toBe("polling");
    proxy.set("blocked");
    proxy.set("open");
    await until(
      async () => visitor.state.get().connection,
      (connection) => connection === "online",
    );
    expect(said(visitor)).toEqual(["Hello? sent", "Are you there? sent", "Yes sent"]);
  });

  it("is slow sees each message once, in order", async () => {
    proxy.set("slow");
    const client = await sitDown();
    const visitor = visit();
    visitor.send("Hello?");
    await until(
      async () => said(visitor),
      (shown) => shown.join() === "Hello? sent",
    );
    await answer(client, visitor, "Good day");
    await until(
      async () => said(visitor),
      (shown) => shown.join() === "Hello? sent,Good day sent",
    );
  });
});

describe("an agent whose way to Firestore", () => {
  it.each<Way>(["blocked", "silent"])(
    "is %s is at work by asking, and goes live when it opens",
    async (way) => {
      proxy.set(way);
      const client = await sitDown(behindProxy());
      await until(
        async () => client.state.get().phase,
        (phase) => phase === "ready",
      );
      const visitor = visit(memoryPlatform());
      visitor.send("Hello?");
      await until(
        async () => visitor.state.get().phase,
        (phase) => phase === "active",
      );
      await answer(client, visitor, "Good day");
      await until(
        async () => said(visitor),
        (shown) => shown.join() === "Hello? sent,Good day sent",
      );
      const view = client.conversation(visitor.state.get().conversationId ?? "");
      await until(
        async () => view?.state.get().timeline.length ?? 0,
        (events) => events >= 4,
      );
      expect(client.state.get().connection).toBe("polling");
      proxy.set("open");
      await until(
        async () => client.state.get().connection,
        (connection) => connection === "online",
      );
    },
  );
});
