import { badPayload } from "./json-problems.ts";

/** JSON.parse whose failure is the INVALID_ARGUMENT of Google's frontend. An empty body is an empty message. */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badPayload([
      {
        field: "",
        description: `Invalid JSON payload received. ${text.length > 80 ? "Parse error." : `Parse error: ${text}`}`,
      },
    ]);
  }
}
