import type { Endpoint } from "./endpoint.ts";

type Shape = Record<string, unknown>;

function shapeOf({ response }: Endpoint): Shape {
  return "shape" in response ? (response.shape as Shape) : {};
}

/** The paths at which something is read that says when it last changed, and is edited: asked for with every call. */
const editedPaths = new WeakMap<readonly Endpoint[], ReadonlySet<string>>();

function editedPathsOf(list: readonly Endpoint[]): ReadonlySet<string> {
  const edited = new Set(list.filter(({ method }) => method === "PATCH").map(({ path }) => path));
  const read = list.filter((endpoint) => endpoint.method === "GET" && "updatedAt" in shapeOf(endpoint));
  return new Set(read.map(({ path }) => path).filter((path) => edited.has(path)));
}

/** Whether what is read at this path is edited there, too, and says when it last changed: it has an `ETag`. */
function isEditedAt(path: string, list: readonly Endpoint[]): boolean {
  const known = editedPaths.get(list) ?? editedPathsOf(list);
  editedPaths.set(list, known);
  return known.has(path);
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
