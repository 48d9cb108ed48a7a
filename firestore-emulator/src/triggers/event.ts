import { randomUUID } from "node:crypto";
import { type DatabaseId, formatDatabaseName, relativePath } from "../model/path.ts";
import type { Timestamp } from "../model/timestamp.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import { messageType } from "../proto/protos.ts";
import { messageToJson } from "../rest/json-output.ts";
import { jsonText } from "../rest/json-text.ts";
import type { Change } from "../storage/commit-event.ts";
import { changedFields } from "./changed-fields.ts";
import type { Trigger } from "./trigger.ts";

/** What the functions emulator is sent. */
export interface EventRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TriggerEvent {
  readonly trigger: Trigger;
  readonly change: Change;
  readonly time: Timestamp;
  readonly database: DatabaseId;
}

const DATA_TYPE = "google.events.cloud.firestore.v1.DocumentEventData";

/** The event in the form of the function's generation. Each call makes an event of its own. */
export function eventRequest(event: TriggerEvent): EventRequest {
  return event.trigger.generation === 1 ? firstGeneration(event) : secondGeneration(event);
}

/** google.events.cloud.firestore.v1.DocumentEventData as a plain message. */
function dataOf({ before, after }: Change): object {
  return {
    ...(after ? { value: encodeDocument(after) } : {}),
    ...(before ? { oldValue: encodeDocument(before) } : {}),
    ...(before && after ? { updateMask: { fieldPaths: changedFields(before.fields, after.fields) } } : {}),
  };
}

/** firebase.google.com/docs/functions/1st-gen/firestore-events-1st: `context` with the event, `data` with the documents. */
function firstGeneration({ trigger, change, time }: TriggerEvent): EventRequest {
  const body = {
    context: {
      eventId: randomUUID(),
      timestamp: time.toString(),
      eventType: trigger.eventType,
      resource: { service: "firestore.googleapis.com", name: change.name },
    },
    // Absent values are empty objects there.
    data: {
      value: {},
      oldValue: {},
      updateMask: {},
      ...(messageToJson(messageType(DATA_TYPE), dataOf(change)) as object),
    },
  };
  return { headers: { "content-type": "application/json" }, body: jsonText(body) };
}

/**
 * A CloudEvent in binary mode (github.com/cloudevents/spec, HTTP binding). The functions emulator wants the protobuf
 * message as base64.
 */
function secondGeneration({ trigger, change, time, database }: TriggerEvent): EventRequest {
  const path = relativePath(change.name);
  const attributes = {
    specversion: "1.0",
    id: randomUUID(),
    type: trigger.eventType,
    source: `//firestore.googleapis.com/${formatDatabaseName(database)}`,
    subject: `documents/${path}`,
    time: time.toString(),
    document: path,
    project: database.projectId,
    database: database.databaseId,
    namespace: "(default)",
    location: "nam5",
    // Who wrote is not known here: Google's word for that.
    ...(trigger.eventType.endsWith(".withAuthContext") ? { authtype: "unknown" } : {}),
  };
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, headerText(value)]);
  const type = messageType(DATA_TYPE);
  return {
    headers: { ...Object.fromEntries(headers), "content-type": "application/protobuf" },
    body: Buffer.from(type.encode(dataOf(change)).finish()).toString("base64"),
  };
}

/** Percent-encoded where a header cannot hold the character, as the binding says (section 3.1.3.2). */
function headerText(text: string): string {
  return text.replace(/[^\x21-\x7e]|["%]/gu, (character) => encodeURIComponent(character));
}
