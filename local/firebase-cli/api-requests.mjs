// Loaded into the Firebase CLI before its own code. The CLI's hosting and functions emulators answer some requests
// themselves, in plain text or HTML, before the API sees them: paths that cannot be decoded or leave the API's folder,
// names that are longer than a file's, and headers of the connection that its proxy cannot pass on. Some end the CLI. The
// API promises JSON for every one of them, so they are put into a form that reaches it. In the cloud Google's front end
// does this.
import diagnostics from "node:diagnostics_channel";

/** Paths of the API and its reference, through hosting or at a function's own address. */
const API_PATH = /^(\/[^/]+\/[^/]+\/(?:api|widget))?\/(?:v1|docs)(?=[/?]|$)/;
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;
const ANY_HOST = "localhost";
const UNKNOWN_PATH = "/unknown-path";
const UNKNOWN_API_PATH = "/v1/unknown-path";

/** Of a file system, in which hosting looks first. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 2_048;

/** Of one connection, not of the request: the next hop has its own (RFC 9110, 7.6.1), and `fetch`, which hosting uses, refuses them. */
const HOP_BY_HOP = [
  "connection",
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
];

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

const isReadable = (name) => decoded(name) !== null && Buffer.byteLength(name) <= MAX_NAME_BYTES;
const isOneName = (name) => !/[/\\]|^\.\.?$/.test(decoded(name));

/** The path, or one that nobody knows in place of one that the emulators would not take as it was meant. */
function plainPath(path, api) {
  const names = path.split("/");
  const isPlain = names.every(isReadable) && Buffer.byteLength(path) <= MAX_PATH_BYTES;
  if (api) return isPlain && names.every(isOneName) ? path : (api[1] ?? "") + UNKNOWN_API_PATH;
  return isPlain && URL.canParse(path, `http://${ANY_HOST}/`) ? path : UNKNOWN_PATH;
}

/** Makes one request pass the emulators. What they understand stays as it is. */
export function letPass(request) {
  const { headers, url } = request;
  if (!HOST.test(headers.host) || !URL.canParse(`http://${headers.host}`)) headers.host = ANY_HOST;
  const [path, ...query] = url.split("?");
  const api = API_PATH.exec(url);
  request.url = [plainPath(path, api), ...query].join("?");
  if (!api) return;
  for (const name of HOP_BY_HOP) delete headers[name];
  const throughHosting = api[1] === undefined;
  if (throughHosting) delete headers["transfer-encoding"];
}

diagnostics.subscribe("http.server.request.start", ({ request }) => letPass(request));
