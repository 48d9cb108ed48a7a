import { DEFAULT_WIDGET_SETTINGS, FIRST_WIDGET_ID } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { transact } from "../../store/transact.ts";
import { forgetWidgets, type StoredWidget, widgets } from "../../store/widgets.ts";

function firstWidget(ctx: Context): StoredWidget {
  const now = ctx.now().toISOString();
  return {
    id: FIRST_WIDGET_ID,
    name: "Web site",
    isDefault: true,
    allowedDomains: [],
    draft: DEFAULT_WIDGET_SETTINGS,
    version: 1,
    published: DEFAULT_WIDGET_SETTINGS,
    publishedVersion: 1,
    publishedAt: now,
    createdAt: now,
    updatedAt: now,
    isDeleted: false,
    deletedAt: null,
  };
}

/** Turns the times of a widget that is written for the first time into what Firestore orders by. */
export function withTimes(widget: StoredWidget) {
  const { createdAt, updatedAt, publishedAt } = widget;
  return {
    ...widget,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
  };
}

/**
 * Stores the widget that exists from the start, when it is not stored yet: pages use it without that, and people see it
 * from their first look on. One read once it is there.
 */
export async function ensureFirstWidget(ctx: Context): Promise<void> {
  if ((await widgets.ref(ctx.db, FIRST_WIDGET_ID).get()).exists) return;
  await transact(ctx, async (tx) => {
    if (await tx.find(widgets, FIRST_WIDGET_ID)) return;
    tx.create(widgets.ref(ctx.db, FIRST_WIDGET_ID), withTimes(firstWidget(ctx)));
    tx.afterCommit(async () => forgetWidgets(ctx));
  });
}
