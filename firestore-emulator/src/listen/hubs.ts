import type { StoredDocument } from "../model/document.ts";
import type { DatabaseId } from "../model/path.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import { applySelect } from "../query/select.ts";
import type { EmulatorContext } from "../request/context.ts";
import type { Database } from "../storage/database.ts";
import { retainedBytes } from "../storage/retained-bytes.ts";
import { ListenHub } from "./hub.ts";
import type { Target } from "./target.ts";

/** The hubs of the databases of each running emulator, made when first listened to. */
const hubs = new WeakMap<EmulatorContext, Map<Database, ListenHub>>();

export function listenHub(context: EmulatorContext, id: DatabaseId): ListenHub {
  const own = hubs.get(context) ?? new Map<Database, ListenHub>();
  hubs.set(context, own);
  const database = context.databases.get(id).store;
  let hub = own.get(database);
  if (hub === undefined) {
    const countReads = (reads: number): void => context.meter.addReads(id.projectId, reads);
    hub = new ListenHub(database, {
      encode: encodeForTarget,
      sizeOf: (encoded) => sizes.get(encoded) ?? 0,
      countReads,
    });
    context.rules.onChange(() => own.get(database)?.recheckAll());
    own.set(database, hub);
  }
  return hub;
}

const sizes = new WeakMap<object, number>();

function encodeForTarget(document: StoredDocument, { projection }: Target): object {
  const selected = applySelect(document, projection);
  const encoded = encodeDocument(selected);
  sizes.set(encoded, retainedBytes(selected));
  return encoded;
}
