import { endpoints } from "@livechat/contract";
import type { PostmanRequest } from "./request.ts";

const byId = { id: "{{widget_id}}" };

/** A widget from its first draft to its restoring. */
export const widgets: PostmanRequest[] = [
  { endpoint: "listWidgets", status: 200 },
  {
    endpoint: "createWidget",
    body: endpoints.createWidget.example?.body,
    status: 201,
    sets: { widget_id: "id" },
  },
  { endpoint: "getWidget", params: byId, status: 200 },
  { endpoint: "updateWidget", params: byId, body: { theme: { color: "#D93025" } }, status: 200 },
  {
    endpoint: "updateWidget",
    name: "Change a widget to something that cannot be",
    params: byId,
    body: { theme: { color: "reddish" } },
    status: 400,
  },
  {
    endpoint: "createWidgetLogo",
    params: byId,
    body: { name: "logo.png", sizeBytes: 4_213, contentType: "image/png" },
    status: 201,
    sets: { logo_id: "file.id" },
  },
  {
    endpoint: "createWidgetLogo",
    name: "Begin the upload of a logo that is a document",
    params: byId,
    body: { name: "logo.svg", sizeBytes: 4_213, contentType: "image/svg+xml" },
    status: 415,
  },
  {
    endpoint: "getWidgetLogo",
    name: "Read a logo whose bytes have not arrived",
    params: { id: "{{logo_id}}" },
    token: null,
    status: 404,
  },
  { endpoint: "publishWidget", params: byId, status: 200 },
  { endpoint: "discardWidget", params: byId, status: 200 },
  { endpoint: "getWidgetCounts", params: byId, status: 200 },
  { endpoint: "deleteWidget", params: byId, status: 204 },
  { endpoint: "restoreWidget", params: byId, status: 200 },
];
