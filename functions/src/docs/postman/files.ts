import type { PostmanRequest } from "./request.ts";

const byConversationId = { id: "{{conversation_id}}" };
const byFileId = { id: "{{file_id}}" };
const picture = { name: "screen.png", sizeBytes: 48_213, contentType: "image/png" };

export const files: PostmanRequest[] = [
  {
    endpoint: "createConversationFile",
    params: byConversationId,
    body: picture,
    token: "session_token",
    status: 201,
    sets: { file_id: "file.id", upload_url: "upload.url" },
  },
  {
    endpoint: "createConversationFile",
    name: "Begin the upload of a program",
    params: byConversationId,
    body: { ...picture, name: "setup.exe" },
    token: "session_token",
    status: 415,
  },
  {
    endpoint: "createConversationFile",
    name: "Begin the upload of too many bytes",
    params: byConversationId,
    body: { ...picture, sizeBytes: 1_000_000_000 },
    token: "session_token",
    status: 413,
  },
  {
    endpoint: "createWidgetFile",
    name: "Begin an upload without a session",
    body: picture,
    token: null,
    status: 401,
  },
  {
    endpoint: "updateFile",
    params: byFileId,
    body: { altText: "A crack in the screen" },
    token: "session_token",
    status: 200,
  },
  {
    endpoint: "finishFile",
    name: "Finish an upload whose bytes have not arrived",
    params: byFileId,
    token: "session_token",
    status: 409,
  },
  {
    endpoint: "getFile",
    name: "Read a file that has not arrived",
    params: byFileId,
    token: "session_token",
    status: 404,
  },
  { endpoint: "deleteFile", params: byFileId, status: 204 },
];
