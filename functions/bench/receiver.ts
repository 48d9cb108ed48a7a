import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Turn {
  conversationId: string;
  threadId: string;
}

/** An endpoint that notes when it was told of which message; a dead one takes everything and never answers. */
export async function startReceiver({ isDead }: { isDead: boolean } = { isDead: false }) {
  const arrivals = new Map<string, number>();
  const turns: Turn[] = [];
  const server = createServer(async (request, response) => {
    const { type, data } = JSON.parse(await text(request));
    if (isDead) return;
    if (type === "bot.turn") turns.push(data.object);
    else arrivals.set(data.object.id, performance.now());
    response.writeHead(204).end();
    server.emit("told");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const until = async <T>(read: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = read();
      if (found !== undefined) return found;
      await once(server, "told");
    }
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** When it was told of an event, by `performance.now()`; waits for it. */
    arrivalOf: (eventId: string) => until(() => arrivals.get(eventId)),
    /** The last turn that it was told; waits for the first. */
    turn: () => until(() => turns.at(-1)),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
