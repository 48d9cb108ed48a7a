import {
  type CreateWidget,
  DEFAULT_WIDGET_SETTINGS,
  type UpdateWidget,
  type Widget,
  type WidgetSettings,
} from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { groups } from "../../store/groups.ts";
import { configure, type Tx } from "../../store/transact.ts";
import { defaultWidgetQuery, forgetWidgets, type StoredWidget, widgets } from "../../store/widgets.ts";
import { ensureFirstWidget, withTimes } from "./first-widget.ts";
import { prepareLogos, withLogosLeft } from "./logo-files.ts";
import { toWidget } from "./read-widgets.ts";
import { withChanges } from "./with-changes.ts";

const targetOf = (id: string) => ({ type: "widget", id });

/** What of a widget holds at once, beside its draft. */
function partsOf(input: CreateWidget | UpdateWidget) {
  const { name, isDefault, allowedDomains, ...settings } = input;
  return { immediate: { name, isDefault, allowedDomains }, settings };
}

/** Every group that the settings name. */
function groupIdsOf({ groupId, preChat, offline }: WidgetSettings): string[] {
  const chosen = [...preChat.fields, ...offline.fields]
    .filter(({ type }) => type === "group")
    .flatMap(({ options }) => options.map(({ value }) => value));
  return [...new Set([...(groupId === null ? [] : [groupId]), ...chosen])];
}

/** @throws ChatError `not_found` when the settings name a group that is not there. */
async function checkGroups(tx: Tx, settings: WidgetSettings): Promise<void> {
  for (const groupId of groupIdsOf(settings)) await tx.needActive(groups, groupId);
}

/** Un-makes the default widget, for another one that becomes it. */
async function prepareDefault(tx: Tx, ctx: Context): Promise<() => void> {
  const [former] = widgets.parseAll((await tx.get(defaultWidgetQuery(ctx.db))).docs);
  return () => {
    if (former) tx.update(widgets.ref(ctx.db, former.id), { isDefault: false, updatedAt: ctx.now() });
  };
}

function newWidget(input: CreateWidget, ctx: Context): StoredWidget {
  const now = ctx.now().toISOString();
  return {
    id: ctx.newId(),
    name: input.name,
    isDefault: false,
    allowedDomains: input.allowedDomains ?? [],
    draft: withChanges(DEFAULT_WIDGET_SETTINGS, partsOf(input).settings),
    version: 1,
    published: null,
    publishedVersion: null,
    publishedAt: null,
    createdAt: now,
    updatedAt: now,
    isDeleted: false,
    deletedAt: null,
  };
}

function refuseUnpublishedDefault({ published }: StoredWidget): void {
  if (published) return;
  throw refused("widget_unpublished");
}

/** Creates a widget: a draft until it is published. @throws ChatError `not_found` for an unknown group, `not_allowed`. */
export async function createWidget(input: CreateWidget, ctx: Context): Promise<Widget> {
  await ensureFirstWidget(ctx);
  const widget = newWidget(input, ctx);
  if (input.isDefault) refuseUnpublishedDefault(widget);
  return configure(
    ctx,
    async (tx) => {
      await checkGroups(tx, widget.draft);
      await prepareLogos(tx, { before: { ...widget, isDeleted: true }, after: widget }, ctx);
      tx.create(widgets.ref(ctx.db, widget.id), withTimes(widget));
      const { name, allowedDomains, draft } = widget;
      const after = { name, allowedDomains, ...draft };
      tx.audit({ action: "widget.created", target: targetOf(widget.id), before: null, after });
      tx.afterCommit(async () => forgetWidgets(ctx));
      return toWidget(widget);
    },
    { repeatable: true },
  );
}

/** The fields of `next` that differ, as they were and as they are, for the audit log. */
function difference(before: object, next: object) {
  const was = new Map(Object.entries(before));
  const changed = Object.entries(next).filter(
    ([key, value]) => JSON.stringify(was.get(key)) !== JSON.stringify(value),
  );
  return {
    before: Object.fromEntries(changed.map(([key]) => [key, was.get(key) ?? null])),
    after: Object.fromEntries(changed),
  };
}

/**
 * Changes a widget's draft; its name, its domains and whether it is the default one hold at once.
 * @throws ChatError `not_found` (widget, group), `not_allowed` for un-defaulting the default widget.
 */
export async function updateWidget(id: string, input: UpdateWidget, ctx: Context): Promise<Widget> {
  await ensureFirstWidget(ctx);
  return configure(ctx, async (tx) => {
    const widget = await tx.needActive(widgets, id);
    if (Object.keys(input).length === 0) return toWidget(widget);
    const { immediate, settings } = partsOf(input);
    if (widget.isDefault && immediate.isDefault === false) {
      throw refused("default_widget_needed");
    }
    const becomesDefault = immediate.isDefault === true && !widget.isDefault;
    if (becomesDefault) refuseUnpublishedDefault(widget);
    const draft = withChanges(widget.draft, settings);
    await checkGroups(tx, draft);
    const writeLogos = await prepareLogos(tx, { before: widget, after: { ...widget, draft } }, ctx);
    const unmakeDefault = becomesDefault ? await prepareDefault(tx, ctx) : () => undefined;
    const changed = {
      name: immediate.name ?? widget.name,
      isDefault: immediate.isDefault ?? widget.isDefault,
      allowedDomains: immediate.allowedDomains ?? widget.allowedDomains,
    };
    const isDrafted = Object.keys(settings).length > 0;
    const version = widget.version + (isDrafted ? 1 : 0);
    unmakeDefault();
    writeLogos();
    const now = ctx.now();
    tx.update(widgets.ref(ctx.db, id), { ...changed, draft, version, updatedAt: now });
    const told = difference({ ...widget, ...widget.draft }, { ...changed, ...draft });
    tx.audit({ action: "widget.updated", target: targetOf(id), ...told });
    tx.afterCommit(async () => forgetWidgets(ctx));
    return toWidget({ ...widget, ...changed, draft, version, updatedAt: now.toISOString() });
  });
}

/** Soft-deletes a widget; pages that name it draw nothing. @throws ChatError `not_found`, `not_allowed` for the default. */
export async function deleteWidget(id: string, ctx: Context): Promise<void> {
  await ensureFirstWidget(ctx);
  return configure(ctx, async (tx) => {
    const widget = await tx.need(widgets, id);
    if (widget.isDeleted) return;
    if (widget.isDefault) throw refused("default_widget_stays");
    const writeLogos = await prepareLogos(tx, { before: widget, after: { ...widget, isDeleted: true } }, ctx);
    const now = ctx.now();
    writeLogos();
    tx.update(widgets.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
    tx.audit({ action: "widget.deleted", target: targetOf(id), before: { name: widget.name }, after: null });
    tx.afterCommit(async () => forgetWidgets(ctx));
  });
}

/** Brings a deleted widget back. Changes nothing when it is not deleted. @throws ChatError `not_found`. */
export async function restoreWidget(id: string, ctx: Context): Promise<Widget> {
  await ensureFirstWidget(ctx);
  return configure(ctx, async (tx) => {
    const widget = await tx.need(widgets, id);
    if (!widget.isDeleted) return toWidget(widget);
    const restored = { ...(await withLogosLeft(tx, widget)), isDeleted: false, deletedAt: null };
    const writeLogos = await prepareLogos(tx, { before: widget, after: restored }, ctx);
    const now = ctx.now();
    writeLogos();
    const { draft, published, isDeleted, deletedAt } = restored;
    tx.update(widgets.ref(ctx.db, id), { draft, published, isDeleted, deletedAt, updatedAt: now });
    tx.audit({ action: "widget.restored", target: targetOf(id), before: null, after: { name: widget.name } });
    tx.afterCommit(async () => forgetWidgets(ctx));
    return toWidget({ ...restored, updatedAt: now.toISOString() });
  });
}
