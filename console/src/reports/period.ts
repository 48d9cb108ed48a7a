/** What a report page is about, as the address holds it; days are days of the reader. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly group: string;
}

const DAY_MS = 24 * 3600_000;
const DAY = /^\d{4}-\d\d-\d\d$/;
const USUAL_DAYS = 30;
/** Up to so many days a bar is a day; beyond, it is a week. */
const MAX_DAYS_BY_DAY = 62;

const two = (value: number): string => String(value).padStart(2, "0");
const dayOf = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

function daysLater(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00`);
  at.setDate(at.getDate() + days);
  return dayOf(at);
}

/** The last days until today. */
export function lastDays(days: number, now: number): Pick<Asked, "from" | "to"> {
  const to = dayOf(new Date(now));
  return { from: daysLater(to, 1 - days), to };
}

/** What an address asks for; what makes no sense in it is left out. */
export function askedFrom(search: string, now: number): Asked {
  const given = new URLSearchParams(search);
  const usual = lastDays(USUAL_DAYS, now);
  const day = (name: "from" | "to") => {
    const value = given.get(name) ?? "";
    return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : usual[name];
  };
  const [from, to] = [day("from"), day("to")];
  return { ...(from <= to ? { from, to } : usual), group: given.get("group") ?? "" };
}

export function searchOf({ from, to, group }: Asked): string {
  return `?${new URLSearchParams({ from, to, ...(group && { group }) })}`;
}

export function lengthOf({ from, to }: Asked): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** As many days, right before. */
export function before(asked: Asked): Asked {
  const days = lengthOf(asked);
  return { ...asked, from: daysLater(asked.from, -days), to: daysLater(asked.from, -1) };
}

export const zoneOfReader = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The API's query for it. */
export function queryOf({ from, to, group }: Asked) {
  return {
    from: new Date(`${from}T00:00:00`).toISOString(),
    to: new Date(`${daysLater(to, 1)}T00:00:00`).toISOString(),
    ...(group && { groupId: group }),
  };
}

export function distributionOf(asked: Asked): "day" | "week" {
  return lengthOf(asked) <= MAX_DAYS_BY_DAY ? "day" : "week";
}
