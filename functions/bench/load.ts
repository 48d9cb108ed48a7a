import { Agent, request } from "node:http";

/** Kept-alive connections, as a load balancer keeps them. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export interface Sent {
  method: "GET" | "POST" | "PATCH";
  path: string;
  token?: string;
  body?: unknown;
}

/** Sends one request. @throws when the answer is not a success. */
export function call(base: string, { method, path, token, body }: Sent): Promise<Record<string, unknown>> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(base + path, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const answer = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 400) resolve(answer === "" ? {} : JSON.parse(answer));
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer}`));
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

export interface Measured {
  requests: number;
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Sends `requests` requests with `concurrency` in flight. Latencies in milliseconds. */
export async function measure(
  { requests, concurrency }: { requests: number; concurrency: number },
  send: (i: number) => Promise<unknown>,
): Promise<Measured> {
  const latencies: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    for (let i = next++; i < requests; i = next++) {
      const sentAt = performance.now();
      await send(i);
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latencies, share));
  return { requests, perSecond: requests / seconds, p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0 };
}
