import { useAgentState } from "../client/context.tsx";
import { useNow } from "../client/use-now.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { type Asked, lastDays, lengthOf, zoneOfReader } from "./period.ts";

const PRESETS = [7, 30, 90] as const;
const MINUTE_MS = 60_000;

/** From when to when, and of which group. */
export function ReportFilters({ asked, change }: { asked: Asked; change(asked: Asked): void }) {
  const t = useTexts();
  const now = useNow(MINUTE_MS);
  const groups = useAgentState((state) => state.groups);
  return (
    <form className="filters" aria-label={t("archive.filters")} onSubmit={(event) => event.preventDefault()}>
      {PRESETS.map((days) => (
        <button
          key={days}
          type="button"
          className="button"
          aria-pressed={lengthOf(asked) === days && asked.to === lastDays(days, now).to}
          onClick={() => change({ ...asked, ...lastDays(days, now) })}
        >
          {t("reports.lastDays", { n: days })}
        </button>
      ))}
      {(["from", "to"] as const).map((name) => (
        <label key={name}>
          <span>{t(`archive.${name}`)}</span>
          <input
            className="field"
            type="date"
            value={asked[name]}
            onChange={(event) =>
              event.currentTarget.value && change({ ...asked, [name]: event.currentTarget.value })
            }
          />
        </label>
      ))}
      <label>
        <span>{t("archive.group")}</span>
        <select
          className="field"
          value={asked.group}
          onChange={(event) => change({ ...asked, group: event.currentTarget.value })}
        >
          <option value="">{t("archive.any")}</option>
          {groups.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span className="quiet">{t("reports.zone", { zone: zoneOfReader() })}</span>
    </form>
  );
}
