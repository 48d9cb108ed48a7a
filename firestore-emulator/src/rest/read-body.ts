import type { IncomingMessage } from "node:http";
import { invalidArgument } from "../model/status.ts";

/** The request's body as text. Throws INVALID_ARGUMENT when it is larger than allowed or broken off. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw invalidArgument("The request broke off before its end.");
  }
  if (size > maxBytes) throw invalidArgument(`Request payload size exceeds the limit: ${maxBytes} bytes.`);
  return Buffer.concat(chunks).toString("utf8");
}
