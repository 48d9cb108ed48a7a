import type { Schedule } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { sayError } from "../../client/say-error.ts";
import { Check, Field } from "../../parts/form.tsx";
import { Problem } from "../../parts/problem.tsx";
import type { Texts } from "../../texts/texts.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Calendar } from "./ics.ts";
import { textOf } from "./intervals.ts";

export type Exception = Omit<Schedule["exceptions"][number], "id"> & { key: string };

interface Props {
  exceptions: readonly Exception[];
  onChange(next: Exception[]): void;
}

/** The holidays that are still to come and not in the list, as days on which nobody is there. */
function newOnes({ holidays }: Calendar, known: readonly Exception[], today: string): Exception[] {
  const isKnown = ({ name, from }: { name: string; from: string }) =>
    known.some((one) => one.name === name && one.from === from);
  return holidays
    .filter((holiday) => (holiday.yearly || holiday.to >= today) && !isKnown(holiday))
    .map((holiday) => ({
      ...holiday,
      name: holiday.name.slice(0, LIMITS.MAX_NAME_CHARS),
      key: crypto.randomUUID(),
      intervals: [],
    }));
}

/** @throws Error that says in the reader's words why the file is not taken. */
async function importFrom(file: File, known: readonly Exception[], t: Texts) {
  const { CalendarProblem, readCalendar } = await import("./ics.ts");
  try {
    const calendar = readCalendar(await file.text());
    const added = newOnes(calendar, known, new Date().toISOString().slice(0, 10));
    if (known.length + added.length > LIMITS.MAX_SCHEDULE_EXCEPTIONS)
      throw new Error(t("hours.ics.tooMany", { n: LIMITS.MAX_SCHEDULE_EXCEPTIONS }));
    return { added, leftOut: calendar.leftOut };
  } catch (error) {
    throw error instanceof CalendarProblem ? new Error(t(`hours.ics.${error.refusal}`)) : error;
  }
}

/** Takes over the holidays of a calendar file; they are saved with the schedule. */
function Import({ exceptions, onChange }: Props) {
  const t = useTexts();
  const [said, setSaid] = useState<{ news?: string; problem?: string }>({});
  const take = async (file: File) => {
    try {
      const { added, leftOut } = await importFrom(file, exceptions, t);
      onChange([...exceptions, ...added]);
      const rest = leftOut > 0 ? ` ${t.count("hours.ics.leftOut", leftOut)}` : "";
      setSaid({ news: t.count("hours.ics.added", added.length) + rest });
    } catch (error) {
      setSaid({ problem: sayError(error, t) });
    }
  };
  return (
    <>
      <label className="button upload">
        <input
          type="file"
          accept=".ics,text/calendar"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (file) void take(file);
          }}
        />
        {t("hours.ics.import")}
      </label>
      <p className="quiet" role="status">
        {said.news}
      </p>
      <Problem text={said.problem} />
    </>
  );
}

/** The days on which other hours hold. */
export function Exceptions({ exceptions, onChange }: Props) {
  const t = useTexts();
  const add = () => {
    const today = new Date().toISOString().slice(0, 10);
    const one = { key: crypto.randomUUID(), name: "", from: today, to: today, yearly: false, intervals: [] };
    onChange([...exceptions, one]);
  };
  return (
    <fieldset className="form-set">
      <legend>{t("hours.exceptions")}</legend>
      {exceptions.map(({ key, name, from, to, yearly, intervals }) => (
        <div key={key} className="form-set">
          <Field label={t("details.name")} name={`name-${key}`} value={name} required />
          <Field label={t("archive.from")} name={`from-${key}`} type="date" value={from} required />
          <Field label={t("archive.to")} name={`to-${key}`} type="date" value={to} required />
          <Field
            label={t("hours.open")}
            name={`intervals-${key}`}
            value={textOf(intervals)}
            hint={t("hours.closedHint")}
          />
          <Check label={t("hours.yearly")} name={`yearly-${key}`} checked={yearly} />
          <button
            type="button"
            className="button danger"
            onClick={() => onChange(exceptions.filter((one) => one.key !== key))}
          >
            {t("group.delete")}
          </button>
        </div>
      ))}
      <button type="button" className="button" onClick={add}>
        {t("hours.addException")}
      </button>
      <Import exceptions={exceptions} onChange={onChange} />
    </fieldset>
  );
}
