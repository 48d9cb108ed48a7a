import type { Interval, Schedule } from "@livechat/contract";
import { useState } from "react";
import { useCall } from "../../client/call.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Choice, entered, Field, Form } from "../../parts/form.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { zoneOptions } from "../company-page.tsx";
import { type Exception, Exceptions } from "./exceptions.tsx";
import { intervalsFrom, textOf } from "./intervals.ts";

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** A Monday: names of days come from the language. */
const A_MONDAY = Date.UTC(2026, 2, 2, 12);
const DAY_MS = 24 * 3600_000;
const OFFICE: Interval[] = [{ start: "09:00", end: "17:00" }];

interface Props {
  /** null: a new one. */
  schedule: Schedule | null;
  onDone(): void;
}

function useSave({ schedule, onDone }: Props, exceptions: readonly Exception[]) {
  const call = useCall();
  return async (form: FormData) => {
    const weekly = DAYS.map((day) => ({ day, intervals: intervalsFrom(entered(form, `day-${day}`)) }));
    const known = new Set(schedule?.exceptions.map(({ id }) => id));
    const body = {
      name: entered(form, "name"),
      timeZone: entered(form, "timeZone"),
      weekly: weekly.filter(({ intervals }) => intervals.length > 0),
      exceptions: exceptions.map(({ key }) => ({
        ...(known.has(key) && { id: key }),
        name: entered(form, `name-${key}`),
        from: entered(form, `from-${key}`),
        to: entered(form, `to-${key}`),
        yearly: form.get(`yearly-${key}`) !== null,
        intervals: intervalsFrom(entered(form, `intervals-${key}`)),
      })),
    };
    if (schedule) await call("updateSchedule", { params: { id: schedule.id }, body });
    else await call("createSchedule", { body });
    onDone();
  };
}

function Week({ schedule }: Pick<Props, "schedule">) {
  const t = useTexts();
  const dayName = new Intl.DateTimeFormat(t.language, { weekday: "long", timeZone: "UTC" });
  const intervalsOf = (day: number): readonly Interval[] => {
    if (!schedule) return day <= 5 ? OFFICE : [];
    return schedule.weekly.find((one) => one.day === day)?.intervals ?? [];
  };
  return (
    <fieldset className="form-set">
      <legend>{t("hours.week")}</legend>
      <p className="form-hint">{t("hours.weekHint")}</p>
      {DAYS.map((day) => (
        <Field
          key={day}
          label={dayName.format(A_MONDAY + (day - 1) * DAY_MS)}
          name={`day-${day}`}
          value={textOf(intervalsOf(day))}
          placeholder={t("hours.closed")}
        />
      ))}
    </fieldset>
  );
}

/** The hours of a schedule, day by day, and the days on which others hold. */
export function ScheduleDialog(props: Props) {
  const { schedule, onDone } = props;
  const t = useTexts();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = schedule?.timeZone ?? here;
  const [exceptions, setExceptions] = useState<readonly Exception[]>(
    () => schedule?.exceptions.map(({ id, ...rest }) => ({ ...rest, key: id })) ?? [],
  );
  const save = useSave(props, exceptions);
  return (
    <Dialog title={schedule?.name ?? t("hours.add")} onDone={onDone}>
      <Form onSubmit={save} submit={t("actions.save")}>
        <Field label={t("details.name")} name="name" value={schedule?.name} required />
        <Choice label={t("company.zone")} name="timeZone" value={zone} options={zoneOptions(zone)} />
        <Week schedule={schedule} />
        <Exceptions exceptions={exceptions} onChange={setExceptions} />
      </Form>
    </Dialog>
  );
}
