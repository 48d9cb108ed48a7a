import type { Group, UpdateGroup } from "@livechat/contract";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { FilesFields, filesFrom } from "../parts/files-fields.tsx";
import { Check, Choice, entered } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

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

/** Which files people send each other in the group's chats. */
export function GroupFiles({ group }: { group: Group | null }) {
  const t = useTexts();
  return (
    <fieldset className="form-set">
      <legend>{t("group.files")}</legend>
      <FilesFields files={group?.files ?? null} />
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
  return { ...(form.has("whenClosed") && hours), files: filesFrom(form) };
}
