import { join } from "node:path";
import protobuf from "protobufjs";

/** The service, and the event that functions with a Firestore trigger are sent. They import the other files. */
const ENTRIES = ["google/firestore/v1/firestore.proto", "google/events/cloud/firestore/v1/data.proto"];

/** The `.proto` files beside this one in protobufjs' JSON form, options included: REST paths are options. */
export function readDefinitions(): protobuf.INamespace {
  const root = new protobuf.Root();
  root.resolvePath = (_importer, target) => join(import.meta.dirname, target);
  root.loadSync(ENTRIES, { keepCase: false });
  root.resolveAll();
  return root.toJSON();
}
