import { createRequire } from "node:module";
import protobuf from "protobufjs";

/** The message types of google.firestore.v1, as its generated declarations name them. */
export type { google } from "@google-cloud/firestore/build/protos/firestore_v1_proto_api.js";

const PACKAGE = "google.firestore.v1";

/** All definitions that come with @google-cloud/firestore, loaded from its JSON form: no parsing at start. */
export const root: protobuf.Root = protobuf.Root.fromJSON(
  createRequire(import.meta.url)("@google-cloud/firestore/build/protos/v1.json") as protobuf.INamespace,
);
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
