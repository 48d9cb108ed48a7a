// Loaded into the Firebase CLI before its own code. The CLI's hosting and functions emulators answer some requests
// themselves, in plain text or HTML, before the API sees them: paths that cannot be decoded or leave the API's folder,
// names that are longer than a file's, and headers of the connection that its proxy cannot pass on. The API promises
// JSON for every one of them, so they are put into a form that reaches it. In the cloud Google's front end does this.
import diagnostics from "node:diagnostics_channel";

/** Paths of the API, through hosting or at a function's own address. */
const API_PATH = /^(\/[^/]+\/[^/]+\/(?:api|widget))?\/v1(?=[/?]|$)/;
const MAX_NAME_BYTES = 255;
const UNPARSABLE_PATH = "/v1/unparsable-path";

/** Of one connection, not of the request: the next hop has its own (RFC 9110, 7.6.1). `fetch`, which hosting uses, refuses them. */
const HOP_BY_HOP = [
  "connection",
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

function isPlain(name) {
  try {
    const decoded = decodeURIComponent(name);
    return (
      !/[/\\]/.test(decoded) &&
      decoded !== "." &&
      decoded !== ".." &&
      Buffer.byteLength(name) <= MAX_NAME_BYTES
    );
  } catch {
    return false;
  }
}

/** Makes one request pass the emulators. Anything but a request to the API stays as it is. */
export function letPass(request) {
  const api = API_PATH.exec(request.url ?? "");
  if (!api) return;
  const throughHosting = api[1] === undefined;
  if (throughHosting) for (const name of HOP_BY_HOP) delete request.headers[name];
  const [path, ...query] = request.url.split("?");
  if (path.split("/").every(isPlain)) return;
  request.url = [(api[1] ?? "") + UNPARSABLE_PATH, ...query].join("?");
}

diagnostics.subscribe("http.server.request.start", ({ request }) => letPass(request));
