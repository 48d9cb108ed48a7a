import protobuf from "protobufjs";
import definitions from "./definitions.json" with { type: "json" };

/** The message types of google.firestore.v1, as the declarations that Google generates for its SDK name them. */
export type { google } from "@google-cloud/firestore/build/protos/firestore_v1_proto_api.js";

const PACKAGE = "google.firestore.v1";

/** Google's definitions (`protos/`) in their JSON form: no parsing at start. */
export const root: protobuf.Root = protobuf.Root.fromJSON(definitions as protobuf.INamespace);
addVerifyWrites();
root.resolveAll();

export const firestoreService: protobuf.Service = root.lookupService(`${PACKAGE}.Firestore`);

/** A message type by its name in google.firestore.v1 ("Document") or in full ("google.protobuf.Empty"). */
export function messageType(name: string): protobuf.Type {
  return root.lookupType(name.includes(".") ? name : `${PACKAGE}.${name}`);
}

/**
 * The web SDK checks documents that its transactions only read by a `verify` write (field 5 of Write). The service
 * knows it, but the published definitions leave it out.
 */
function addVerifyWrites(): void {
  const write = root.lookupType(`${PACKAGE}.Write`);
  const operation = write.oneofs.operation;
  if (write.fields.verify || !operation) return;
  const verify = new protobuf.Field("verify", 5, "string");
  write.add(verify);
  operation.add(verify);
}
