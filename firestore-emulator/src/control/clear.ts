import { parseResourceName } from "../model/path.ts";
import type { Write } from "../model/write.ts";
import { type Answer, EMPTY, type EndpointCall, text } from "./endpoint.ts";

/** Deletes a database's documents, or only a document or collection and all below it. Other databases stay. */
export function clearDocuments({ context, parameters }: EndpointCall): Answer {
  const [projectId = "", databaseId = "", path = ""] = parameters;
  const database = context.databases.get({ projectId, databaseId });
  const { store } = database;
  const below = path.replace(/\/$/, "");
  if (below === "") {
    database.clear();
    return EMPTY;
  }
  const name = `${store.root}/${below}`;
  parseResourceName(name);
  const deletes: Write[] = [];
  for (const document of store.documents.all()) {
    if (document.name === name || document.name.startsWith(`${name}/`)) {
      deletes.push({ kind: "delete", name: document.name, fields: new Map(), transforms: [] });
    }
  }
  store.commit(deletes);
  return EMPTY;
}

/** Deletes the documents of all databases of all projects. */
export function reset({ context }: EndpointCall): Answer {
  for (const database of context.databases.list()) database.clear();
  return text("Resetting...\n");
}
