import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Scanner } from "./scanner.ts";

const TIMEOUT_MILLIS = 120_000;

/**
 * clamd by its command INSTREAM: chunks with their length before them, an empty one at the end, one line as the answer.
 * Source: https://docs.clamav.net/manual/Usage/Scanning.html and `man clamd`.
 */
export function clamavScanner({ host, port }: { host: string; port: number }): Scanner {
  return {
    scan: async (bytes) => {
      const socket = connect({ host, port });
      socket.setTimeout(TIMEOUT_MILLIS, () => socket.destroy(new Error("The scanner does not answer.")));
      try {
        await once(socket, "connect");
        const answer = readAnswer(socket);
        await send(socket, bytes);
        return verdictOf(await answer);
      } finally {
        socket.destroy();
      }
    },
  };
}

async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  socket.write("zINSTREAM\0");
  for await (const chunk of bytes) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await once(socket, "drain");
  }
  socket.write(Buffer.alloc(4));
}

function readAnswer(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  const answer = new Promise<string>((resolve, reject) => {
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.includes(0)) resolve(Buffer.concat(chunks).toString().replace(/\0.*$/s, ""));
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The scanner ended the connection.")));
  });
  // It is awaited once everything is sent; a failure before that must not end the process.
  answer.catch(() => {});
  return answer;
}

/** @throws for everything else that clamd says, such as "INSTREAM size limit exceeded. ERROR" */
function verdictOf(answer: string): "clean" | "infected" {
  if (answer === "stream: OK") return "clean";
  if (/^stream: .+ FOUND$/.test(answer)) return "infected";
  throw new Error(`The scanner answered: ${answer.slice(0, 200)}`);
}
