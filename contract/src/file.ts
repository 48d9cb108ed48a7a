import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, text } from "./primitives.ts";
import { samples } from "./samples.ts";

/** uploading: bytes may come. ready: complete, in no event yet. attached: in an event. removed: the bytes are gone. */
export const fileState = z.enum(["uploading", "ready", "attached", "removed"]);
export type FileState = z.infer<typeof fileState>;

/** skipped: nobody asked for a scan. clean and infected are final. */
export const fileScan = z.enum(["skipped", "pending", "clean", "infected", "failed"]);
export type FileScan = z.infer<typeof fileScan>;

const shown = {
  id,
  name: z.string(),
  /** As found in the bytes; until the upload is finished, as declared. */
  contentType: z.string(),
  sizeBytes: z.number().int(),
  /** Pixels, once the picture has been looked at; null for what is no picture. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  altText: z.string().nullable(),
  state: fileState,
  scan: fileScan,
  hasThumbnail: z.boolean(),
};

/** A file as the event that it is attached to shows it. It follows the file: the server updates it in the event. */
export const eventFile = z.object(shown).meta({ id: "EventFile" });
export type EventFile = z.infer<typeof eventFile>;

export const file = z
  .object({
    ...shown,
    conversationId: id.nullable(),
    uploaderType: z.enum(["visitor", "agent"]),
    uploaderId: id,
    declaredContentType: z.string(),
    sha256: z.string().nullable(),
    /** When it is removed by itself. */
    expiresAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "File" });
export type File = z.infer<typeof file>;

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** A media type without parameters. */
export const mediaType = z.string().trim().toLowerCase().regex(MEDIA_TYPE, "must be a media type");

/** A media type, or all of a kind: "image/*" is every picture that is made of pixels. */
export const mediaTypePattern = z
  .string()
  .trim()
  .toLowerCase()
  .refine(
    (value) => MEDIA_TYPE.test(value) || /^(image|audio|video|text)\/\*$/.test(value),
    "must be a media type",
  );

export const filesSettings = z.object({
  /** Whether visitors may send files: never, once an agent has answered, always. */
  visitors: z.enum(["off", "afterFirstReply", "on"]),
  allowedTypes: z.array(mediaTypePattern).max(LIMITS.MAX_FILE_TYPES),
  maxBytes: z.number().int().min(1).max(LIMITS.MAX_FILE_BYTES),
  maxPerMessage: z.number().int().min(1).max(LIMITS.MAX_FILES_PER_MESSAGE),
  /** Uploads that a visitor may begin within an hour. */
  maxPerHour: z.number().int().min(1).max(LIMITS.MAX_FILES_PER_HOUR),
  /** Days from the upload to the removal. null: kept. */
  expireAfterDays: z.number().int().min(1).max(LIMITS.MAX_FILE_DAYS).nullable(),
  /** required: the other side gets a file once a scanner has called it clean. */
  scan: z.enum(["off", "required"]),
});
export type FilesSettings = z.infer<typeof filesSettings>;

const OFFICE = "application/vnd.openxmlformats-officedocument";

export const DEFAULT_FILES_SETTINGS: FilesSettings = {
  visitors: "afterFirstReply",
  allowedTypes: [
    "image/*",
    "audio/*",
    "video/*",
    "application/pdf",
    "text/plain",
    "application/zip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/x-cfb",
    `${OFFICE}.wordprocessingml.document`,
    `${OFFICE}.spreadsheetml.sheet`,
    `${OFFICE}.presentationml.presentation`,
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
  ],
  maxBytes: 25 * 1024 * 1024,
  maxPerMessage: 10,
  maxPerHour: 20,
  expireAfterDays: null,
  scan: "off",
};

/** What a widget's logo may be: an SVG is a document, which may hold more than a picture. */
export const LOGO_TYPES: readonly string[] = ["image/png", "image/jpeg", "image/webp"];

export const filesSettingsInput = z.strictObject(filesSettings.partial().shape);

const altText = text(LIMITS.MAX_ALT_TEXT_CHARS).trim().nullable();

export const createFileBody = z.strictObject({
  name: text(LIMITS.MAX_FILE_NAME_CHARS).min(1),
  sizeBytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  contentType: mediaType,
  altText: altText.optional(),
});
export type CreateFile = z.output<typeof createFileBody>;

export const updateFileBody = z.strictObject({ altText });
export type UpdateFile = z.output<typeof updateFileBody>;

export const createdFile = z
  .object({
    file,
    /** A resumable upload session of Cloud Storage: it takes exactly the declared bytes, once. */
    upload: z.object({
      url: z.string(),
      method: z.literal("PUT"),
      headers: z.record(z.string(), z.string()),
      expiresAt: instant,
    }),
  })
  .meta({ id: "CreatedFile" });
export type CreatedFile = z.infer<typeof createdFile>;

export const fileAddress = z.object({ url: z.string(), expiresAt: instant }).meta({ id: "FileAddress" });
export type FileAddress = z.infer<typeof fileAddress>;

const flag = z.enum(["true", "false"]).transform((value) => value === "true");

export const fileQuery = z.strictObject({
  thumbnail: flag.optional(),
  /** Pictures, sound and films are then saved instead of shown. */
  download: flag.optional(),
  /** json: 200 with the address instead of 302, for pages, which cannot read where a redirect leads. */
  format: z.literal("json").optional(),
});

const fileParams = z.strictObject({ id });
const folder = "Files";
const example = { body: samples.newFile, response: samples.createdFile };

export const fileEndpoints = {
  createConversationFile: endpoint({
    name: "createConversationFile",
    method: "POST",
    path: "/v1/conversations/{id}/files",
    access: "agentOrVisitor",
    scope: "files:write",
    errors: [
      "not_found",
      "not_allowed",
      "conversation_closed",
      "entity_too_large",
      "unsupported_media_type",
      "too_many_requests",
      "service_unavailable",
    ],
    folder,
    summary: "Begin the upload of a file",
    description:
      "For the visitor, the owner, supervisors and admins. The bytes go to `upload.url` by PUT, in one request or, with `Content-Range`, in pieces; then call `finish`. What is attached to no event is removed within 24 hours.",
    params: fileParams,
    body: createFileBody,
    response: createdFile,
    statuses: [201],
    example,
  }),
  createWidgetFile: endpoint({
    name: "createWidgetFile",
    method: "POST",
    path: "/v1/widget/files",
    access: "agentOrVisitor",
    errors: [
      "not_allowed",
      "entity_too_large",
      "unsupported_media_type",
      "too_many_requests",
      "service_unavailable",
    ],
    folder,
    summary: "Begin the upload of a visitor's first file",
    description:
      "For a visitor whose next conversation has not begun. The file can be attached to an event of that conversation.",
    body: createFileBody,
    response: createdFile,
    statuses: [201],
    example,
  }),
  finishFile: endpoint({
    name: "finishFile",
    method: "POST",
    path: "/v1/files/{id}/finish",
    access: "agentOrVisitor",
    scope: "files:write",
    errors: ["not_found", "not_allowed", "unsupported_media_type", "service_unavailable"],
    folder,
    summary: "Finish an upload",
    description:
      "For the uploader. The server looks at what has arrived: its length, its type by content. Again is fine; after a failed scan it is how the scan is tried again.",
    params: fileParams,
    response: file,
    example: { response: samples.file },
  }),
  getFile: endpoint({
    name: "getFile",
    method: "GET",
    path: "/v1/files/{id}",
    access: "agentOrVisitor",
    scope: "files:read",
    errors: ["not_found", "not_allowed", "service_unavailable"],
    folder,
    summary: "Read a file",
    description: "302 to an address that dies within 5 minutes; with `format=json` 200 and the address.",
    params: fileParams,
    query: fileQuery,
    response: fileAddress.nullable(),
    statuses: [302, 200],
    example: { response: samples.fileAddress },
  }),
  updateFile: endpoint({
    name: "updateFile",
    method: "PATCH",
    path: "/v1/files/{id}",
    access: "agentOrVisitor",
    scope: "files:write",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Describe a file for those who cannot see it",
    description: "For the uploader, until the file is attached to an event.",
    params: fileParams,
    body: updateFileBody,
    response: file,
    example: { body: { altText: "A crack in the screen" }, response: samples.file },
  }),
  deleteFile: endpoint({
    name: "deleteFile",
    method: "DELETE",
    path: "/v1/files/{id}",
    access: "supervisor",
    scope: "files:write",
    errors: ["not_found"],
    folder,
    summary: "Remove a file",
    description: "The bytes go for good. The event keeps the file's name, with the state `removed`.",
    params: fileParams,
    response: noContent,
  }),
};
