export type Severity = "DEBUG" | "INFO" | "NOTICE" | "WARNING" | "ERROR" | "CRITICAL";
export type LogFields = Record<string, unknown>;

/** Structured logs: one JSON object a line, in the fields that Cloud Logging knows. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  notice(message: string, fields?: LogFields): void;
  warning(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log that adds these fields to every line. */
  with(fields: LogFields): Log;
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { name: error.name, message: error.message, stack: error.stack, cause: describeError(error.cause) };
}

function toLine(severity: Severity, message: string, fields: LogFields): string {
  const described = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? describeError(value) : value,
    ]),
  );
  return JSON.stringify({ severity, message, ...described });
}

/**
 * Makes a log that writes lines as Cloud Logging's structured payload.
 * Source: https://cloud.google.com/logging/docs/structured-logging
 */
export function createLog(write: (line: string) => void, bound: LogFields = {}): Log {
  const at =
    (severity: Severity) =>
    (message: string, fields: LogFields = {}) =>
      write(toLine(severity, message, { ...bound, ...fields }));
  return {
    debug: at("DEBUG"),
    info: at("INFO"),
    notice: at("NOTICE"),
    warning: at("WARNING"),
    error: at("ERROR"),
    with: (fields) => createLog(write, { ...bound, ...fields }),
  };
}

export const processLog = createLog((line) => process.stdout.write(`${line}\n`));

/** For tests and tools that want no output. */
export const silentLog = createLog(() => undefined);
