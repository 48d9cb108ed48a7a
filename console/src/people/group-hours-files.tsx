import type { Group, UpdateGroup } from "@livechat/contract";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Area, Check, Choice, entered, enteredNumber, Field } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const MEGABYTE = 1024 * 1024;
const VISITORS = ["off", "afterFirstReply", "on"] as const;
const SCANS = ["off", "required"] as const;
const DEFAULT_MAX_BYTES = 25 * MEGABYTE;

/** What happens while it is closed: a word, or the group that takes its chats. */
const closedValue = (whenClosed: Group["whenClosed"] | undefined): string =>
  typeof whenClosed === "object" ? whenClosed.groupId : (whenClosed ?? "offline");

/** When the group is open, and what happens while it is not. */
export function GroupHours({ group }: { group: Group | null }) {
  const t = useTexts();
  const call = useCall();
  const groups = useAgentState((state) => state.groups);
  const { data } = useLoaded("schedules", () =>
    allPages((pageToken) => call("listSchedules", { query: pageQuery(pageToken) })),
  );
  if (!data) return null;
  const schedules = [
    { value: "", label: t("group.alwaysOpen") },
    ...data.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const closed = [
    { value: "offline", label: t("group.closed.offline") },
    { value: "queue", label: t("group.closed.queue") },
    ...groups
      .filter(({ id }) => id !== group?.id)
      .map(({ id, name }) => ({ value: id, label: t("group.closedTo", { name }) })),
  ];
  return (
    <fieldset className="form-set">
      <legend>{t("group.hours")}</legend>
      <Choice
        label={t("group.schedule")}
        name="scheduleId"
        value={group?.scheduleId ?? ""}
        options={schedules}
      />
      <Choice
        label={t("group.whenClosed")}
        name="whenClosed"
        value={closedValue(group?.whenClosed)}
        options={closed}
      />
      <Check
        name="pauseDeadlines"
        label={t("group.pauseDeadlines")}
        checked={group?.pauseDeadlinesWhenClosed ?? false}
      />
    </fieldset>
  );
}

/** A whole number from 1 that has to be given. */
function Bounded(field: { label: string; name: string; max: number; value: number }) {
  return <Field type="number" min={1} required {...field} />;
}

/** Which files people send each other in the group's chats. */
export function GroupFiles({ group }: { group: Group | null }) {
  const t = useTexts();
  const files = group?.files;
  return (
    <fieldset className="form-set">
      <legend>{t("group.files")}</legend>
      <Choice
        label={t("group.filesVisitors")}
        name="filesVisitors"
        value={files?.visitors ?? "afterFirstReply"}
        options={VISITORS.map((value) => ({ value, label: t(`group.filesVisitors.${value}`) }))}
      />
      <Bounded
        label={t("group.filesMegabytes")}
        name="filesMegabytes"
        max={100}
        value={Math.round((files?.maxBytes ?? DEFAULT_MAX_BYTES) / MEGABYTE)}
      />
      <Bounded
        label={t("group.filesPerMessage")}
        name="filesPerMessage"
        max={10}
        value={files?.maxPerMessage ?? 10}
      />
      <Bounded
        label={t("group.filesPerHour")}
        name="filesPerHour"
        max={1000}
        value={files?.maxPerHour ?? 20}
      />
      <Field
        label={t("group.filesDays")}
        name="filesDays"
        type="number"
        min={1}
        max={3650}
        value={files?.expireAfterDays ?? ""}
        placeholder={t("group.filesKept")}
      />
      <Choice
        label={t("group.filesScan")}
        name="filesScan"
        value={files?.scan ?? "off"}
        options={SCANS.map((value) => ({ value, label: t(`group.filesScan.${value}`) }))}
      />
      {group && (
        <Area
          label={t("group.filesTypes")}
          name="filesTypes"
          hint={t("group.filesTypesHint")}
          value={group.files.allowedTypes.join("\n")}
        />
      )}
    </fieldset>
  );
}

/** What was entered in both; hours are left as they are where the schedules were not there to choose from. */
export function hoursAndFiles(
  form: FormData,
): Pick<UpdateGroup, "scheduleId" | "whenClosed" | "pauseDeadlinesWhenClosed" | "files"> {
  const closed = entered(form, "whenClosed");
  const whenClosed: Group["whenClosed"] =
    closed === "offline" || closed === "queue" ? closed : { groupId: closed };
  const hours = {
    scheduleId: entered(form, "scheduleId") || null,
    whenClosed,
    pauseDeadlinesWhenClosed: form.has("pauseDeadlines"),
  };
  const allowedTypes = entered(form, "filesTypes")
    .split(/[\s,]+/)
    .filter(Boolean);
  const files = {
    visitors: entered(form, "filesVisitors") as (typeof VISITORS)[number],
    maxBytes: enteredNumber(form, "filesMegabytes", MEGABYTE) ?? DEFAULT_MAX_BYTES,
    maxPerMessage: enteredNumber(form, "filesPerMessage") ?? 10,
    maxPerHour: enteredNumber(form, "filesPerHour") ?? 20,
    expireAfterDays: enteredNumber(form, "filesDays"),
    scan: entered(form, "filesScan") as (typeof SCANS)[number],
    ...(allowedTypes.length > 0 && { allowedTypes }),
  };
  return { ...(form.has("whenClosed") && hours), files };
}
