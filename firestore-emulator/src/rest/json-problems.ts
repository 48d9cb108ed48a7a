import { StatusCode, StatusError } from "../model/status.ts";

/** One thing wrong with a JSON payload: the proto path of the field ("" for the root) and the whole sentence. */
export interface JsonProblem {
  readonly field: string;
  readonly description: string;
}

/**
 * The INVALID_ARGUMENT that Google's API frontend answers for a payload that does not fit the proto:
 * the sentences one a line, and each of them again as a google.rpc.BadRequest field violation.
 */
export function badPayload(problems: readonly JsonProblem[]): StatusError {
  const message = problems.map((problem) => problem.description).join("\n");
  return new StatusError(StatusCode.INVALID_ARGUMENT, message, [
    {
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      fieldViolations: problems.map(({ field, description }) =>
        field === "" ? { description } : { field, description },
      ),
    },
  ]);
}

export function unknownName(name: string, at: string): JsonProblem {
  const place = at === "" ? "" : ` at '${at}'`;
  return {
    field: at,
    description: `Invalid JSON payload received. Unknown name ${JSON.stringify(name)}${place}: Cannot find field.`,
  };
}

/** @param type as Google writes it: TYPE_INT64 or type.googleapis.com/google.protobuf.Timestamp */
export function invalidValue(at: string, type: string, found: string): JsonProblem {
  return { field: at, description: `Invalid value at '${at}' (${type}), ${found}` };
}
