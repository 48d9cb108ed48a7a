import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startBackend } from "../../functions/test/harness.ts";
import type { ServedSite } from "./served.ts";

const HOSTING = join(import.meta.dirname, "..", "..", "dist", "hosting");

/** The built widget, and the API with a list of allowed domains: the demo's allows every page. */
export async function openSiteFor(allowed: string): Promise<ServedSite> {
  const backend = await startBackend({ WIDGET_ORIGINS: allowed });
  const api = async ({ url = "/", method = "GET", headers }: IncomingMessage, response: ServerResponse) => {
    const sent = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" && name !== "host" ? [[name, value] as [string, string]] : [],
    );
    const answer = await backend.fetch(url, { method, headers: sent });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  };
  const file = async ({ url = "/" }: IncomingMessage, response: ServerResponse) => {
    const found = await readFile(join(HOSTING, url.split("?")[0] ?? "")).catch(() => null);
    const headers = { "Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*" };
    response.writeHead(found ? 200 : 404, headers).end(found);
  };
  const server = createServer((request, response) => {
    void (request.url?.startsWith("/v1/") ? api(request, response) : file(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await backend.stop();
    },
  };
}
