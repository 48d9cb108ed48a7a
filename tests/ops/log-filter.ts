/** A line of the log as Cloud Logging stores it. */
export interface LogEntry {
  readonly severity: string;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly jsonPayload: Readonly<Record<string, unknown>>;
}

const SEVERITIES = [
  "DEFAULT",
  "DEBUG",
  "INFO",
  "NOTICE",
  "WARNING",
  "ERROR",
  "CRITICAL",
  "ALERT",
  "EMERGENCY",
];

/**
 * What Cloud Run makes of a line that a function writes to its standard output: `severity` is taken out, the rest is
 * the payload. Source: https://cloud.google.com/logging/docs/structured-logging
 */
export function entryOf(line: string, service: string): LogEntry {
  const { severity = "DEFAULT", ...jsonPayload } = JSON.parse(line);
  return {
    severity,
    resource: { type: "cloud_run_revision", labels: { service_name: service } },
    jsonPayload,
  };
}

function valueAt(entry: LogEntry, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], entry);
}

function holds(entry: LogEntry, comparison: string): boolean {
  const [, path = "", operator = "", raw = ""] = /^([\w.]+)(=~|>=|=)(.+)$/.exec(comparison.trim()) ?? [];
  if (operator === "") throw new Error(`This is no comparison that is understood here: ${comparison}`);
  const wanted = raw.startsWith('"') ? (JSON.parse(raw) as string) : raw;
  const value = valueAt(entry, path);
  if (operator === "=~") return typeof value === "string" && new RegExp(wanted).test(value);
  if (operator === "=") return value === wanted;
  if (path === "severity") return SEVERITIES.indexOf(String(value)) >= SEVERITIES.indexOf(wanted);
  return typeof value === "number" && value >= Number(wanted);
}

/**
 * The part of the Logging query language that ops/ uses: comparisons joined by AND.
 * Source: https://cloud.google.com/logging/docs/view/logging-query-language
 */
export function matches(entry: LogEntry, filter: string): boolean {
  return filter.split(" AND ").every((comparison) => holds(entry, comparison));
}
