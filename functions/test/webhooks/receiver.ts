import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly told: { type: string; timestamp: string; data: Told };
}

interface Told {
  readonly id: string;
  readonly conversationId: string | null;
  readonly seq: number | null;
  readonly object: Record<string, unknown>;
  readonly previous?: Record<string, unknown>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** A company's own server, which keeps what it is told and answers as the test says. */
export async function startReceiver() {
  const received: Received[] = [];
  const state = { status: 204, headers: {} as Record<string, string>, body: "" };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request);
    const headers = request.headers as Record<string, string>;
    received.push({ id: headers["webhook-id"] ?? "", headers, body, told: JSON.parse(body) });
    response.writeHead(state.status, state.headers).end(state.body);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, received, state, stop };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Verifies as a receiver does who follows the standard's own library. @throws when the signature is not good. */
export function verify({ body, headers }: Pick<Received, "body" | "headers">, secret: string): unknown {
  return new Webhook(secret).verify(body, headers);
}
