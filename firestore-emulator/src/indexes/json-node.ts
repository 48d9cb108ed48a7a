import { invalidArgument } from "../model/status.ts";

type JsonObject = { readonly [key: string]: unknown };

/** A place in a JSON file: knows its path, so that every refusal says where. */
export class JsonNode {
  readonly #value: unknown;
  readonly #path: string;
  readonly #fileName: string;

  constructor(value: unknown, path: string, fileName: string) {
    this.#value = value;
    this.#path = path;
    this.#fileName = fileName;
  }

  get exists(): boolean {
    return this.#value !== undefined;
  }

  /** The member of this object, which may be missing. */
  member(key: string): JsonNode {
    const path = this.#path === "" ? key : `${this.#path}.${key}`;
    return new JsonNode(
      Object.hasOwn(this.#object(), key) ? this.#object()[key] : undefined,
      path,
      this.#fileName,
    );
  }

  /** The items of this array; a missing array has none. */
  items(): JsonNode[] {
    if (!this.exists) {
      return [];
    }
    if (!Array.isArray(this.#value)) {
      return this.refuse("must be an array");
    }
    return this.#value.map((item: unknown, at) => new JsonNode(item, `${this.#path}[${at}]`, this.#fileName));
  }

  text(): string {
    return typeof this.#value === "string" ? this.#value : this.refuse("must be a string");
  }

  integer(min: number, max: number): number {
    const value = this.#value;
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      return this.refuse(`must be an integer from ${min} to ${max}`);
    }
    return value;
  }

  /** What the table has for this string, in any case of letters; undefined when it is missing. */
  oneOf<T>(table: Readonly<Record<string, T>>): T | undefined {
    if (!this.exists) {
      return undefined;
    }
    const key = this.text().toUpperCase();
    const found = Object.hasOwn(table, key) ? table[key] : undefined;
    return found ?? this.refuse(`must be ${Object.keys(table).join(" or ")}`);
  }

  /** @throws StatusError INVALID_ARGUMENT, always */
  refuse(problem: string): never {
    throw invalidArgument(`${this.#fileName}: ${this.#path === "" ? "the file" : this.#path} ${problem}.`);
  }

  #object(): JsonObject {
    const value = this.#value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.refuse("must be an object");
    }
    return value as JsonObject;
  }
}

/** @throws StatusError INVALID_ARGUMENT, "file:line:column: problem" */
export function parseJson(text: string, fileName: string): JsonNode {
  try {
    return new JsonNode(JSON.parse(text), "", fileName);
  } catch (error) {
    const before = text.slice(0, errorPosition(text, error)).split("\n");
    const place = `${fileName}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    const what =
      error instanceof Error ? error.message.replace(/ in JSON at position .*$/s, "") : String(error);
    throw invalidArgument(`${place}: ${what.replace(/, .* is not valid JSON$/s, "")}.`);
  }
}

/** V8 names the position in some messages only; otherwise it is the end of the shortest prefix with this error. */
function errorPosition(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : "";
  const named = /position (\d+)/.exec(message)?.[1];
  if (named !== undefined) {
    return Number(named);
  }
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isWrong(text.slice(0, middle))) {
      bad = middle;
    } else {
      good = middle;
    }
  }
  return isWrong(text) ? good : text.length;
}

/** Whether no continuation could make the text JSON. */
function isWrong(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.startsWith("Unexpected token");
  }
}
