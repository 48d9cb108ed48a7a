/** A refusal as Cloud Storage words it. `reason` is the JSON API's, `code` the XML API's name for it. */
export class StorageError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (message: string): StorageError => new StorageError(404, "notFound", message);
export const invalid = (message: string): StorageError => new StorageError(400, "invalid", message);
export const conflict = (message: string): StorageError => new StorageError(409, "conflict", message);
export const conditionNotMet = (): StorageError =>
  new StorageError(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");

/** The JSON API's shape of an error. */
export function errorJson({ status, reason, message }: StorageError): object {
  return { error: { code: status, message, errors: [{ message, domain: "global", reason }] } };
}

/** The XML API's shape of an error; `reason` is its code there ("AccessDenied"). */
export function errorXml({ reason, message }: StorageError): string {
  const escaped = message.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${reason}</Code><Message>${escaped}</Message></Error>`;
}
