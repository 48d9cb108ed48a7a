import type { Endpoint } from "./endpoint.ts";

type Shape = Record<string, unknown>;

function shapeOf({ response }: Endpoint): Shape {
  return "shape" in response ? (response.shape as Shape) : {};
}

/** Whether what is read at this path is edited there, too, and says when it last changed: it has an `ETag`. */
function isEditedAt(path: string, list: readonly Endpoint[]): boolean {
  const here = list.filter((endpoint) => endpoint.path === path);
  const read = here.find(({ method }) => method === "GET");
  return read !== undefined && "updatedAt" in shapeOf(read) && here.some(({ method }) => method === "PATCH");
}

/** Whether the answer has an `ETag`. */
export function tellsVersion(endpoint: Endpoint, list: readonly Endpoint[]): boolean {
  const { method, path } = endpoint;
  return (
    (method === "GET" || method === "PATCH") && "updatedAt" in shapeOf(endpoint) && isEditedAt(path, list)
  );
}

/** Whether the call takes `If-Match`. */
export function takesVersion({ method, path }: Endpoint, list: readonly Endpoint[]): boolean {
  return (method === "PATCH" || method === "DELETE") && isEditedAt(path, list);
}
