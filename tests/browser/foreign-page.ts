import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { addresses } from "../addresses.ts";

/** Rules as careless pages have them, for everything that they hold. */
const STYLES = `
  * { font-size: 40px; letter-spacing: 4px; }
  body > * { position: relative; margin: 60px; opacity: 0.2; max-width: 30px; }
  livechat-widget { display: none; transform: rotate(20deg); }
  button, textarea, h2 { display: none; color: lime; }
`;

/** What a page does before the widget has come, mistakes included, and what it keeps of what it is told. */
const SCRIPT = `
  window.livechat ??= function () { (window.livechat.q ??= []).push(arguments); };
  window.told = [];
  window.keys = [];
  document.addEventListener("keydown", ({ key }) => keys.push(key));
  livechat("on", "opened", () => { throw new Error("the page's own mistake"); });
  for (const name of ["ready", "opened", "closed", "message", "unread", "agentJoined", "statusChanged"])
    livechat("on", name, (detail) => told.push([name, detail ?? null]));
  livechat("fly");
  livechat("setVisitor", { name: "Vera", email: "no address", shoeSize: 38 });
  livechat("setMetadata", { page: "/lamps" });
  livechat("setGroup", new URLSearchParams(location.search).get("group"));
`;

const POLICY = (hosting: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${hosting}`,
    "style-src 'self'",
    `connect-src ${hosting} http://127.0.0.1:*`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");

const PAGE = (hosting: string) => `<!doctype html>
<html lang="en_US">
  <head><title>Another site</title><link rel="stylesheet" href="/styles.css" /><script src="/script.js"></script></head>
  <body>
    <h1>Another site</h1>
    <input aria-label="Search" />
    <script async src="${hosting}/widget.js"></script>
    <script async src="${hosting}/widget.js"></script>
  </body>
</html>`;

/** A page that has something of the widget's name already, with fields named as its properties are. */
const FORM = (hosting: string) => `<!doctype html>
<html lang="en">
  <head><title>A form</title></head>
  <body>
    <form name="livechat"><input name="version" value="1" /><input name="q" /><input name="open" /></form>
    <script async src="${hosting}/widget.js"></script>
  </body>
</html>`;

export interface ForeignSite {
  /** Its address, with a slash at the end. */
  address: string;
  close(): Promise<void>;
}

/** A web site of its own origin with a strict Content-Security-Policy, which embeds the widget as any customer does. */
export async function openForeignSite(): Promise<ForeignSite> {
  const { hosting } = addresses;
  const files: Record<string, [string, string]> = {
    "/": ["text/html; charset=utf-8", PAGE(hosting)],
    "/form": ["text/html; charset=utf-8", FORM(hosting)],
    "/styles.css": ["text/css", STYLES],
    "/script.js": ["text/javascript", SCRIPT],
  };
  const server = createServer(({ url = "/" }, response) => {
    const [type, text] = files[url.split("?")[0] ?? ""] ?? ["text/plain", ""];
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY(hosting) });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
