import { processContext } from "../platform/process-context.ts";
import { createListener, type Listener } from "../server/serve.ts";
import { pages } from "./docs.ts";
import { routes } from "./routes.ts";

let listener: Listener | undefined;

/** Serves a request of this process; the application is made with the first one. */
export const httpListener: Listener = (request, response) => {
  listener ??= createListener(routes, processContext(), pages);
  return listener(request, response);
};
