import { launcherTextsFor } from "@livechat/chat-ui";
import { ownLauncherTexts, shownIn } from "@livechat/chat-ui/shown-settings";
import {
  DEFAULT_FILES_SETTINGS,
  type FilesSettings,
  LIMITS,
  localesFor,
  type Schedule,
  type WidgetConfig,
} from "@livechat/contract";
import { hoursState } from "../../availability/business-hours.ts";
import { outsideTransaction, placeToWait, scheduleOf } from "../../availability/group-hours.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { isAnyAgentFree } from "../../routing/candidates.ts";
import { agents } from "../../store/agents.ts";
import { waitingQuery } from "../../store/conversations.ts";
import { defaultGroupQuery, groups, type StoredGroup } from "../../store/groups.ts";
import { Remembered } from "../../store/remembered.ts";
import { filesOf, publishedWidget } from "../../store/widgets.ts";
import { usualAnswerSeconds } from "../reports/usual-answer.ts";

/** The languages of the widget's own texts. */
const LOCALES = ["en", "de", "es", "fr", "ar", "pt", "it", "nl", "pl", "ja"];
const DEFAULT_LOCALE = "en";

const GROUP_SECONDS = 20;
const AVAILABILITY_SECONDS = 5;
/** It moves slowly, and nobody waits for it. */
const USUAL_ANSWER_SECONDS = 600;
/** With what the server remembers, a change of the settings is on every page within 60 seconds. */
const MAX_AGE_SECONDS = 30;

/** The group in which a conversation would wait, with its hours. */
interface Place {
  readonly group: StoredGroup;
  readonly schedule: Schedule | null;
}

interface Availability {
  readonly isFree: boolean;
  readonly agentsOnline: number;
  readonly queueFull: boolean;
}

const groupsRead = new Remembered<StoredGroup | null>(GROUP_SECONDS);
const places = new Remembered<Place>(AVAILABILITY_SECONDS);
const availabilities = new Remembered<Availability>(AVAILABILITY_SECONDS);
const usualAnswers = new Remembered<number | null>(USUAL_ANSWER_SECONDS);

function groupOf(id: string | null, ctx: Context): Promise<StoredGroup | null> {
  const read = async () => {
    if (id === null) return (await groups.find(defaultGroupQuery(ctx.db)))[0] ?? null;
    const group = await groups.get(ctx.db, id);
    return group?.isDeleted ? null : group;
  };
  return groupsRead.get(id ?? "", read, ctx);
}

function placeOf(asked: StoredGroup, ctx: Context): Promise<Place> {
  const read = async () => {
    const { group } = await placeToWait(asked, outsideTransaction, ctx);
    return { group, schedule: await scheduleOf(group, outsideTransaction, ctx) };
  };
  return places.get(asked.id, read, ctx);
}

/** One read: a count. */
async function countOnline(groupId: string, ctx: Context): Promise<number> {
  const members = agents.all(ctx.db).where("groupIds", "array-contains", groupId);
  return (await members.where("status", "==", "online").count().get()).data().count;
}

function availabilityOf({ id, settings }: StoredGroup, ctx: Context): Promise<Availability> {
  const read = async () => {
    const [isFree, agentsOnline] = await Promise.all([isAnyAgentFree(id, ctx), countOnline(id, ctx)]);
    if (isFree || settings.maxQueueLength === null) return { isFree, agentsOnline, queueFull: false };
    const waiting = (await waitingQuery(ctx.db, id).count().get()).data().count;
    return { isFree, agentsOnline, queueFull: waiting >= settings.maxQueueLength };
  };
  return availabilities.get(id, read, ctx);
}

/** What is said of the time until an answer: nothing where nobody is there to give one. */
async function usualAnswerOf(
  { id }: StoredGroup,
  agentsOnline: number,
  ctx: Context,
): Promise<number | null> {
  return agentsOnline === 0 ? null : usualAnswers.get(id, () => usualAnswerSeconds(id, ctx), ctx);
}

type Presence = Omit<Availability, "isFree"> &
  Pick<WidgetConfig, "available" | "usualAnswerSeconds" | "hours" | "groupId">;
const NOBODY: Presence = {
  ...{ available: false, agentsOnline: 0, queueFull: false, usualAnswerSeconds: null },
  ...{ hours: null, groupId: null },
};

async function presenceOf(asked: StoredGroup | null, ctx: Context): Promise<Presence> {
  if (!asked) return NOBODY;
  const { group, schedule } = await placeOf(asked, ctx);
  const state = schedule && hoursState(schedule, ctx.now());
  const isClosed = state !== null && !state.isOpen;
  const { isFree, agentsOnline, queueFull } = isClosed
    ? { isFree: false, agentsOnline: 0, queueFull: false }
    : await availabilityOf(group, ctx);
  return {
    available: isFree,
    agentsOnline,
    queueFull,
    usualAnswerSeconds: await usualAnswerOf(group, agentsOnline, ctx),
    groupId: group.id,
    hours: state && {
      isOpen: state.isOpen,
      nextOpeningAt: state.nextOpeningAt?.toISOString() ?? null,
      nextChangeAt: state.nextChangeAt?.toISOString() ?? null,
      timeZone: schedule.timeZone,
    },
  };
}

function shownFiles({
  visitors,
  allowedTypes,
  maxBytes,
  maxPerMessage,
}: FilesSettings): WidgetConfig["files"] {
  return { visitors, allowedTypes, maxBytes, maxPerMessage };
}

export interface ConfigQuery {
  readonly widget?: string | undefined;
  readonly locale?: string | undefined;
  readonly groupId?: string | undefined;
}

/**
 * What pages need of a published widget before a conversation: its settings in one language, and whether anybody is
 * there. Read from memory; a few reads every few seconds in each process, however many pages ask, and 8 at the
 * most every ten minutes for the usual time until an answer.
 * @throws ChatError `not_found` for a widget that is not published, or a group that is not there.
 */
export async function readWidgetConfig(query: ConfigQuery, ctx: Context): Promise<WidgetConfig> {
  const widget = await publishedWidget(query.widget, ctx);
  if (!widget) throw notFound("widget");
  const group = await groupOf(query.groupId ?? widget.settings.groupId, ctx);
  if (!group && query.groupId !== undefined) throw notFound("group");
  const locales = localesFor(query.locale, DEFAULT_LOCALE);
  return {
    widgetId: widget.id,
    version: widget.version,
    ...(await presenceOf(group, ctx)),
    maxMessageLengthChars: LIMITS.MAX_MESSAGE_LENGTH_CHARS,
    locales: LOCALES,
    files: shownFiles(filesOf(group?.files ?? DEFAULT_FILES_SETTINGS, widget)),
    launcher: { ...launcherTextsFor(locales), ...ownLauncherTexts(widget.settings.texts, locales) },
    ...shownIn(widget.settings, locales),
  };
}

/** How long a cache may keep a configuration: never past the next change of the hours. */
export function maxAgeSeconds({ hours }: WidgetConfig, now: Date): number {
  if (!hours?.nextChangeAt) return MAX_AGE_SECONDS;
  const left = Math.floor((Date.parse(hours.nextChangeAt) - now.getTime()) / 1000);
  return Math.max(0, Math.min(MAX_AGE_SECONDS, left));
}
