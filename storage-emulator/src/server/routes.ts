import { createBucket, deleteBucket, getBucket, listBuckets, patchBucket } from "../buckets/bucket-calls.ts";
import { deleteObject, getObject, listBucket, patchObject, rewriteObject } from "../buckets/object-calls.ts";
import { answerOk, clearFaults, clearObjects, exportData, orderFaults } from "../control/control-calls.ts";
import { answerBucketPreflight, readSigned } from "../reads/read-signed.ts";
import { cancelSession, continueSession } from "../uploads/continue-session.ts";
import { answerPreflight } from "../uploads/session-cors.ts";
import { startUpload } from "../uploads/start-upload.ts";
import type { Handler } from "./context.ts";

/**
 * json: wants the access token, errors in JSON, and a page of this machine if it is a page that calls. upload: the same,
 * but its `Origin` names the page that will send the bytes, which the server that calls may say for it. session: the address is the permission, errors in JSON.
 * xml: the signature is the permission, errors in XML. open: asks for nothing.
 */
export type Access = "json" | "upload" | "session" | "xml" | "open";

export interface Route {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
  readonly access: Access;
  readonly handler: Handler;
}

/** With `STORAGE_EMULATOR_HOST` the SDK leaves out `/storage/v1`. */
const API = "(?:/download)?(?:/storage/v1)?";
const BUCKET = `${API}/b/([^/]+)`;
const OBJECT = `${BUCKET}/o/([^/]+)`;
const UPLOAD = "/upload(?:/storage/v1)?/b/([^/]+)/o";

const route = (methods: string, pattern: string, access: Access, handler: Handler): Route => ({
  methods: methods.split(" "),
  pattern: new RegExp(`^${pattern}$`),
  access,
  handler,
});

/** The first that fits answers. */
export const routes: readonly Route[] = [
  route("GET", "/", "open", answerOk),
  route("POST", "/emulator/v1/faults", "json", orderFaults),
  route("DELETE", "/emulator/v1/faults", "json", clearFaults),
  route("DELETE", "/emulator/v1/objects", "json", clearObjects),
  route("POST", "/emulator/v1/export", "json", exportData),

  route("OPTIONS", UPLOAD, "session", answerPreflight),
  route("PUT", UPLOAD, "session", continueSession),
  route("DELETE", UPLOAD, "session", cancelSession),
  route("POST", UPLOAD, "upload", startUpload),

  route("GET", `${API}/b`, "json", listBuckets),
  route("POST", `${API}/b`, "json", createBucket),
  route("GET", BUCKET, "json", getBucket),
  route("PATCH PUT", BUCKET, "json", patchBucket),
  route("DELETE", BUCKET, "json", deleteBucket),
  route("GET", `${BUCKET}/o`, "json", listBucket),
  route("GET", OBJECT, "json", getObject),
  route("PATCH PUT", OBJECT, "json", patchObject),
  route("DELETE", OBJECT, "json", deleteObject),
  route("POST", `${OBJECT}/(?:rewriteTo|copyTo)/b/([^/]+)/o/([^/]+)`, "json", rewriteObject),

  route("GET HEAD", "/([^/]+)/(.+)", "xml", readSigned),
  route("OPTIONS", "/([^/]+)/(.+)", "xml", answerBucketPreflight),
];
