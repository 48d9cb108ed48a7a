import {
  DEFAULT_WIDGET_SETTINGS,
  FIRST_WIDGET_ID,
  type FilesSettings,
  type WidgetSettings,
} from "@livechat/contract";
import type { Firestore, Query, QueryDocumentSnapshot } from "firebase-admin/firestore";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { defineCollection } from "./collection.ts";
import { Remembered } from "./remembered.ts";

/** Checked when they were saved. A setting that came later than the document has its default. */
const storedSettings = z
  .record(z.string(), z.unknown())
  .transform((stored) => ({ ...DEFAULT_WIDGET_SETTINGS, ...stored }) as WidgetSettings);

const storedWidget = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  allowedDomains: z.array(z.string()),
  draft: storedSettings,
  version: z.number().int(),
  published: storedSettings.nullable(),
  publishedVersion: z.number().int().nullable(),
  publishedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  isDeleted: z.boolean(),
  deletedAt: z.string().nullable(),
});
export type StoredWidget = z.infer<typeof storedWidget>;

export const widgets = defineCollection("widgets", storedWidget, "widget");

/** The one widget of pages that name none. */
export function defaultWidgetQuery(db: Firestore): Query {
  return widgets.all(db).where("isDefault", "==", true).where("isDeleted", "==", false).limit(1);
}

/** What pages see of a widget, and what the server goes by. */
export interface PublishedWidget {
  readonly id: string;
  readonly version: number;
  readonly settings: WidgetSettings;
}

/** As it is until an agent first looks at the widgets, and so stores it. */
const FIRST_WIDGET: PublishedWidget = { id: FIRST_WIDGET_ID, version: 1, settings: DEFAULT_WIDGET_SETTINGS };

/** With the 30 seconds that a browser keeps a configuration, changes are known within 60 everywhere. */
const REMEMBERED_SECONDS = 20;
const published = new Remembered<PublishedWidget | null>(REMEMBERED_SECONDS);
const domains = new Remembered<readonly string[]>(REMEMBERED_SECONDS);

function toPublished(widget: StoredWidget | null): PublishedWidget | null {
  if (!widget || widget.isDeleted || !widget.published || widget.publishedVersion === null) return null;
  return { id: widget.id, version: widget.publishedVersion, settings: widget.published };
}

async function readPublished(id: string | undefined, ctx: Context): Promise<PublishedWidget | null> {
  if (id !== undefined) {
    const widget = await widgets.get(ctx.db, id);
    return !widget && id === FIRST_WIDGET_ID ? FIRST_WIDGET : toPublished(widget);
  }
  const [widget] = await widgets.find(defaultWidgetQuery(ctx.db));
  return widget ? toPublished(widget) : FIRST_WIDGET;
}

/** The published widget of this id, the default one unless given, as it was at most 20 seconds ago. null: none. */
export function publishedWidget(id: string | undefined, ctx: Context): Promise<PublishedWidget | null> {
  return published.get(id ?? "", () => readPublished(id, ctx), ctx);
}

/** The domains whose pages may use any widget, as they were at most 20 seconds ago. */
export function allowedDomains(ctx: Context): Promise<readonly string[]> {
  const read = async () => {
    const { docs } = await widgets.all(ctx.db).where("isDeleted", "==", false).select("allowedDomains").get();
    return docs.flatMap((doc: QueryDocumentSnapshot) => doc.get("allowedDomains") as string[]);
  };
  return domains.get("", read, ctx);
}

/** Lets this process see a change of the widgets at once. */
export function forgetWidgets(ctx: Context): void {
  published.forget(ctx);
  domains.forget(ctx);
}

/** A group's settings for files with what the widget of the visitor's page says otherwise. */
export function filesOf(group: FilesSettings, widget: PublishedWidget | null): FilesSettings {
  const named = Object.entries(widget?.settings.files ?? {}).filter(([, value]) => value !== undefined);
  return { ...group, ...Object.fromEntries(named) };
}
