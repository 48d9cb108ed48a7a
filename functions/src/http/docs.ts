import { openApiDocument } from "../docs/openapi.ts";
import type { Page } from "../server/app.ts";

/** Made at the first call, and once: neither depends on anything but the code. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What is served besides the API: its description, from which the reference of the pages is drawn too. */
export const pages: readonly Page[] = [
  {
    path: "/v1/openapi.json",
    contentType: "application/json; charset=utf-8",
    read: once(() => JSON.stringify(openApiDocument())),
  },
];
