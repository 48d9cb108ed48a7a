import type { Schedule } from "@livechat/contract";
import { useState } from "react";
import { type Change, useChange } from "../../actions/use-change.ts";
import { allPages, pageQuery } from "../../client/all-pages.ts";
import { useCall } from "../../client/call.ts";
import { useLoaded } from "../../client/use-loaded.ts";
import { DeletedItem } from "../../parts/deleted-list.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Problem } from "../../parts/problem.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { weekdayOf, yearOf } from "./year.ts";

const WEEK = 7;

/** "now: open until 18:00" */
function State({ schedule }: { schedule: Schedule }) {
  const t = useTexts();
  const call = useCall();
  const { data } = useLoaded(`state-${schedule.id}-${schedule.version}`, () =>
    call("getScheduleState", { params: { id: schedule.id } }),
  );
  if (!data) return null;
  const at = data.nextChangeAt ? t.dateTime(data.nextChangeAt) : null;
  if (at === null) return <p>{data.isOpen ? t("hours.alwaysOpen") : t("hours.neverOpen")}</p>;
  return <p>{data.isOpen ? t("hours.openUntil", { at }) : t("hours.closedUntil", { at })}</p>;
}

function Month({ days }: { days: ReturnType<typeof yearOf>[number] }) {
  const t = useTexts();
  const first = days[0]?.date ?? "";
  const name = new Intl.DateTimeFormat(t.language, { month: "long", timeZone: "UTC" }).format(
    new Date(`${first}T12:00:00Z`),
  );
  const cells = [...Array.from({ length: weekdayOf(first) - 1 }, () => null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / WEEK) }, (_, at) =>
    cells.slice(at * WEEK, (at + 1) * WEEK),
  );
  return (
    <table>
      <caption>{name}</caption>
      <tbody>
        {weeks.map((week, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the weeks of a month never change their order.
          <tr key={at}>
            {week.map((day, column) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: nor do the days of a week.
                key={column}
                className={day?.kind ?? ""}
                title={day?.name ?? (day ? t(`hours.day.${day.kind}`) : undefined)}
              >
                {day ? Number(day.date.slice(-2)) : ""}
                {day?.name && <span className="hidden-visually"> {day.name}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Year({ schedule }: { schedule: Schedule }) {
  const t = useTexts();
  const [year, setYear] = useState(() => new Date().getFullYear());
  return (
    <details>
      <summary>{t("hours.year", { year })}</summary>
      <p className="form-buttons">
        <button type="button" className="button" onClick={() => setYear(year - 1)}>
          {year - 1}
        </button>
        <button type="button" className="button" onClick={() => setYear(year + 1)}>
          {year + 1}
        </button>
      </p>
      <div className="year">
        {yearOf(schedule, year).map((days) => (
          <Month key={days[0]?.date} days={days} />
        ))}
      </div>
    </details>
  );
}

interface CardProps {
  schedule: Schedule;
  change: Change;
  onEdit(): void;
}

function ScheduleCard({ schedule, change, onEdit }: CardProps) {
  const t = useTexts();
  const call = useCall();
  const { id, name, timeZone } = schedule;
  return (
    <li className="panel">
      <h2>{name}</h2>
      <p className="quiet">{timeZone}</p>
      <State schedule={schedule} />
      <p className="form-buttons">
        <button type="button" className="button" onClick={onEdit} aria-label={t("group.editThis", { name })}>
          {t("group.edit")}
        </button>
        <button
          type="button"
          className="button danger"
          aria-label={t("tag.deleteThis", { name })}
          onClick={() => void change(() => call("deleteSchedule", { params: { id } }))}
        >
          {t("group.delete")}
        </button>
      </p>
      <Year schedule={schedule} />
    </li>
  );
}

/** When somebody is there: the hours of a week, the days that are different, and the whole year. */
export function SchedulesPage() {
  const t = useTexts();
  const call = useCall();
  const [openId, setOpenId] = useState<string | null>(null);
  const { data, problem, reload } = useLoaded("schedules", () =>
    allPages((pageToken) =>
      call("listSchedules", { query: { ...pageQuery(pageToken), includeDeleted: "true" } }),
    ),
  );
  const schedules = data?.filter(({ isDeleted }) => !isDeleted) ?? [];
  const deleted = data?.filter(({ isDeleted }) => isDeleted) ?? [];
  const change = useChange(reload);
  const restore = (id: string) => change(() => call("restoreSchedule", { params: { id } }));
  const opened = openId === "new" ? null : schedules.find(({ id }) => id === openId);
  const stopEditing = () => {
    setOpenId(null);
    void reload();
  };
  return (
    <>
      <PageHead title={t("settings.hours")} add={t("hours.add")} onAdd={() => setOpenId("new")} />
      <Problem text={problem} />
      {data && schedules.length === 0 && <p className="empty">{t("hours.none")}</p>}
      <ul className="steps">
        {schedules.map((one) => (
          <ScheduleCard key={one.id} schedule={one} change={change} onEdit={() => setOpenId(one.id)} />
        ))}
        {deleted.map(({ id, name }) => (
          <DeletedItem key={id} name={name} onRestore={() => void restore(id)} />
        ))}
      </ul>
      {openId !== null && opened !== undefined && (
        <ScheduleDialog key={openId} schedule={opened} onDone={stopEditing} />
      )}
    </>
  );
}
