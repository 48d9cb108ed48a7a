import { createServer, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ServedFile {
  text: string;
  /** `text/html` unless given. */
  type?: string;
  headers?: OutgoingHttpHeaders;
}

export interface ServedSite {
  /** Its origin, without a slash at the end. */
  origin: string;
  close(): Promise<void>;
}

/** A web site of its own origin, of files by their paths. Other paths are answered with 404. */
export async function serve(files: Readonly<Record<string, string | ServedFile>>): Promise<ServedSite> {
  const server = createServer(({ url = "/" }, response) => {
    const found = files[url.split("?")[0] ?? ""];
    if (found === undefined) return response.writeHead(404).end();
    const {
      text,
      type = "text/html; charset=utf-8",
      headers,
    } = typeof found === "string" ? { text: found } : found;
    return response.writeHead(200, { "Content-Type": type, ...headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
