import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { createdFile, createFileBody } from "./file.ts";
import { greetingCountType } from "./greeting.ts";
import { deletablePageQuery, id, includeDeletedQuery, instant, pageOf } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";
import { createWidgetBody, DEFAULT_WIDGET_SETTINGS, updateWidgetBody, widget } from "./widget-settings.ts";

/** What became of a widget's greetings, and of the identity tokens that were refused or would have been. */
export const widgetCounts = z
  .object({
    /** By greeting id; a browser counts each of them once. */
    greetings: z.record(z.string(), z.partialRecord(greetingCountType, z.number().int())),
    /** By reason. Under `report` these were let through. */
    identityRefusals: z.record(z.string(), z.number().int()),
    /** The page of a listed domain that has asked for the widget lately, to within an hour. null: none has yet. */
    seen: z.object({ on: z.string(), at: instant }).nullable(),
  })
  .meta({ id: "WidgetCounts" });
export type WidgetCounts = z.infer<typeof widgetCounts>;

const params = z.strictObject({ id });
const folder = "Widgets";
const errors = ["not_found"] as const;

const sample = {
  id: "default",
  name: "Web site",
  isDefault: true,
  allowedDomains: ["shop.example.com", "*.example.org"],
  ...DEFAULT_WIDGET_SETTINGS,
  version: 1,
  publishedAt: samples.at,
  publishedVersion: 1,
  createdAt: samples.at,
  updatedAt: samples.at,
  isDeleted: false,
  deletedAt: null,
};
const changed = { ...sample, theme: { ...sample.theme, color: "#D93025" }, version: 2 };

export const widgetAdminEndpoints = {
  createWidget: endpoint({
    name: "createWidget",
    method: "POST",
    path: "/v1/widgets",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.created",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Create a widget",
    description:
      "A draft, which no page sees before it is published. What is not given is as in the first widget.",
    body: createWidgetBody,
    response: widget,
    statuses: [201],
    example: { body: { name: "Web site", allowedDomains: ["shop.example.com"] }, response: sample },
  }),
  listWidgets: endpoint({
    name: "listWidgets",
    method: "GET",
    path: "/v1/widgets",
    access: "agent",
    scope: "widgets:read",
    folder,
    summary: "List widgets",
    description: "One exists from the start; its id is `default`.",
    query: deletablePageQuery,
    response: pageOf(widget),
    example: { response: samplePage(sample) },
  }),
  getWidget: endpoint({
    name: "getWidget",
    method: "GET",
    path: "/v1/widgets/{id}",
    access: "agent",
    scope: "widgets:read",
    errors,
    folder,
    summary: "Read a widget's draft",
    params,
    query: includeDeletedQuery,
    response: widget,
    example: { response: sample },
  }),
  updateWidget: endpoint({
    name: "updateWidget",
    method: "PATCH",
    path: "/v1/widgets/{id}",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.updated",
    errors: ["not_found", "not_allowed", "unsupported_media_type"],
    folder,
    summary: "Change a widget's draft",
    description:
      "Pages see the draft once it is published. `theme.logoFileId` is a file of `POST /v1/widgets/{id}/logo`: 409 `not_allowed` until it has been looked at, within seconds. The name, `isDefault` and `allowedDomains` hold at once, within 60 seconds everywhere. Of `theme`, `preChat`, `offline`, `consent` and `rating` what is not given stays; everything else is replaced as a whole.",
    params,
    body: updateWidgetBody,
    response: widget,
    example: { body: { theme: { color: "#D93025" } }, response: changed },
  }),
  createWidgetLogo: endpoint({
    name: "createWidgetLogo",
    method: "POST",
    path: "/v1/widgets/{id}/logo",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.logo_uploaded",
    errors: ["not_found", "entity_too_large", "unsupported_media_type", "service_unavailable"],
    folder,
    summary: "Begin the upload of a logo",
    description:
      "PNG, JPEG or WebP, at most 512 KiB. The bytes go to `upload.url` by PUT; then call `finish`, and name the file in `theme.logoFileId`. A logo that neither the draft nor the published widget names is removed within 24 hours.",
    params,
    body: createFileBody,
    response: createdFile,
    statuses: [201],
    example: {
      body: { name: "logo.png", sizeBytes: 4_213, contentType: "image/png" },
      response: samples.createdFile,
    },
  }),
  publishWidget: endpoint({
    name: "publishWidget",
    method: "POST",
    path: "/v1/widgets/{id}/publish",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.published",
    errors,
    folder,
    summary: "Publish a widget's draft",
    description: "Live within 60 seconds everywhere.",
    params,
    response: widget,
    example: { response: { ...changed, publishedVersion: 2 } },
  }),
  discardWidget: endpoint({
    name: "discardWidget",
    method: "POST",
    path: "/v1/widgets/{id}/discard",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.discarded",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Go back to what is published",
    params,
    response: widget,
    example: { response: { ...sample, version: 3, publishedVersion: 3 } },
  }),
  deleteWidget: endpoint({
    name: "deleteWidget",
    method: "DELETE",
    path: "/v1/widgets/{id}",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.deleted",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Delete a widget",
    description: "Soft. The default one cannot be deleted.",
    params,
    response: noContent,
  }),
  restoreWidget: endpoint({
    name: "restoreWidget",
    method: "POST",
    path: "/v1/widgets/{id}/restore",
    access: "admin",
    scope: "widgets:write",
    audit: "widget.restored",
    errors,
    folder,
    summary: "Restore a deleted widget",
    params,
    response: widget,
    example: { response: sample },
  }),
  getWidgetCounts: endpoint({
    name: "getWidgetCounts",
    method: "GET",
    path: "/v1/widgets/{id}/counts",
    access: "agent",
    scope: "widgets:read",
    errors,
    folder,
    summary: "How a widget fared: where it was seen, its greetings, identity tokens",
    params,
    response: widgetCounts,
    example: {
      response: {
        greetings: { welcome: { shown: 120, opened: 31, dismissed: 40, answered: 12 } },
        identityRefusals: { expired: 3 },
        seen: { on: "shop.example.com", at: samples.at },
      },
    },
  }),
};
