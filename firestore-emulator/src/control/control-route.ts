/**
 * The emulator's own endpoints: those of Google's emulator that tools rely on (GET /, POST /reset,
 * POST /shutdown and /emulator/v1/...), and the meter and faults that only this one has.
 */
import { toStatusError } from "../model/status.ts";
import type { HttpExchange, HttpRoute } from "../request/http-route.ts";
import { allowOrigin, answerPreflight } from "../rest/cors.ts";
import { HTTP_STATUS } from "../rest/http-status.ts";
import { errorJson } from "../rest/rest-error.ts";
import { clearDocuments, reset } from "./clear.ts";
import { type Answer, type Endpoint, json, notFound, text } from "./endpoint.ts";
import { exportDatabase, importDatabase } from "./export-import.ts";
import { changeFaults, clearFaults, showFaults } from "./faults.ts";
import { ruleCoverage, ruleCoverageHtml } from "./rule-coverage.ts";
import { putSecurityRules, showSecurityRules } from "./security-rules.ts";
import { shutDown } from "./shutdown.ts";
import { bringBackSnapshot, forgetSnapshots, keepSnapshot } from "./snapshots.ts";
import { deleteTrigger, postEventarcTrigger, putTrigger } from "./triggers.ts";
import { resetUsage, showUsage } from "./usage.ts";

const PROJECT = "/emulator/v1/projects/([^/:]+)";
/** Google's emulator takes exports and imports at a database's path as well. */
const PROJECT_OR_DATABASE = `${PROJECT}(?:/databases/[^/:]+)?`;

/** Paths of ours that do not begin with /emulator/. */
const OUTSIDE_EMULATOR: ReadonlySet<string> = new Set(["/", "/reset", "/shutdown"]);

const ENDPOINTS: readonly Endpoint[] = [
  endpoint("GET", "/", () => text("Ok\n")),
  endpoint("HEAD", "/", () => text("")),
  endpoint("POST", "/reset", reset),
  endpoint("POST", "/shutdown", shutDown),
  endpoint("DELETE", `${PROJECT}/databases/([^/]+)/documents(?:/(.*))?`, clearDocuments),
  endpoint("PUT", `${PROJECT}:securityRules`, putSecurityRules),
  endpoint("GET", `${PROJECT}:securityRules`, showSecurityRules),
  endpoint("GET", `${PROJECT}:ruleCoverage`, ruleCoverage),
  endpoint("GET", `${PROJECT}:ruleCoverage\\.html`, ruleCoverageHtml),
  endpoint("POST", `${PROJECT_OR_DATABASE}:export`, exportDatabase),
  endpoint("POST", `${PROJECT_OR_DATABASE}:import`, importDatabase),
  endpoint("PUT", `${PROJECT}/triggers/([^/]+)`, putTrigger),
  endpoint("DELETE", `${PROJECT}/triggers/([^/]+)`, deleteTrigger),
  endpoint("POST", `${PROJECT}/eventarcTrigger`, postEventarcTrigger),
  endpoint("POST", `${PROJECT}:snapshot`, keepSnapshot),
  endpoint("DELETE", `${PROJECT}:snapshot`, forgetSnapshots),
  endpoint("POST", `${PROJECT}:restore`, bringBackSnapshot),
  endpoint("GET", `${PROJECT}:usage`, showUsage),
  endpoint("DELETE", `${PROJECT}:usage`, resetUsage),
  endpoint("GET", `${PROJECT}:faults`, showFaults),
  endpoint("POST", `${PROJECT}:faults`, changeFaults),
  endpoint("DELETE", `${PROJECT}:faults`, clearFaults),
];

/** Takes GET /, POST /reset, POST /shutdown and everything below /emulator/; leaves the rest to other routes. */
export const controlRoute: HttpRoute = (exchange) => {
  const path = decodePath(exchange.url.pathname);
  const isOurs = path.startsWith("/emulator/") || OUTSIDE_EMULATOR.has(path);
  return isOurs && (answerPreflight(exchange.request, exchange.response) || serve(exchange, path));
};

async function serve(exchange: HttpExchange, path: string): Promise<boolean> {
  const answer = await answerOf(exchange, path);
  const { request, response } = exchange;
  allowOrigin(request, response);
  response.writeHead(answer.status, { "Content-Type": answer.contentType, "Cache-Control": "no-store" });
  response.end(answer.body, answer.afterwards);
  return true;
}

async function answerOf({ context, request, url }: HttpExchange, path: string): Promise<Answer> {
  try {
    for (const { method, pattern, handle } of ENDPOINTS) {
      const match = request.method === method ? pattern.exec(path) : null;
      if (match) {
        const parameters = match.slice(1).map((part) => part ?? "");
        return await handle({ context, request, url, parameters });
      }
    }
    throw notFound(`There is no endpoint ${request.method} ${path} in this emulator.`);
  } catch (error) {
    const status = toStatusError(error);
    return json(errorJson(status), HTTP_STATUS[status.code]);
  }
}

function endpoint(method: string, path: string, handle: Endpoint["handle"]): Endpoint {
  return { method, pattern: new RegExp(`^${path}$`, "s"), handle };
}

/** Tools send "(default)" as it is or escaped; a path that cannot be unescaped matches no endpoint. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
