import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

export interface Answer {
  readonly status: number;
  /** Parsed JSON, of whatever shape. */
  readonly json: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** An emulator for the file, empty before each test, and an admin's raw REST requests to it. */
export function restFixture(project: string) {
  const database = `projects/${project}/databases/(default)`;
  const documents = `/v1/${database}/documents`;
  let emulator: EmulatorUnderTest;

  beforeAll(async () => {
    emulator = await startUnderTest();
  });

  afterAll(() => emulator.stop());

  beforeEach(() => emulator.clear(project));

  async function request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`http://${emulator.address}${path}`, {
      method,
      headers: { authorization: "Bearer owner", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      json: text === "" ? undefined : JSON.parse(text),
      text,
      headers: response.headers,
    };
  }

  return {
    /** Path of the database's documents. */
    documents,
    emulator: (): EmulatorUnderTest => emulator,
    request,
    get: (path: string): Promise<Answer> => request("GET", documents + path),
    post: (path: string, body: unknown): Promise<Answer> => request("POST", documents + path, body),
    create: async (path: string, fields: object): Promise<void> => {
      expect((await request("PATCH", `${documents}/${path}`, { fields })).status).toBe(200);
    },
    name: (path: string): string => `${database}/documents/${path}`,
  };
}

export const integer = (n: number): object => ({ integerValue: String(n) });
