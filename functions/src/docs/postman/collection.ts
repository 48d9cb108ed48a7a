import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Endpoint, ERROR_STATUS, endpoints } from "@livechat/contract";
import { Components, type JsonSchema } from "../json-schema.ts";
import type { PostmanRequest } from "./request.ts";
import { folders } from "./requests.ts";

const SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

function variablesOfAnswers(): string[] {
  const requests = Object.values(folders).flat();
  return [...new Set(requests.flatMap(({ sets = {} }) => Object.keys(sets)))];
}

/** Set by the requests' own scripts, but for the first three, which say where to run and as whom. */
const VARIABLES: readonly [string, string][] = [
  ["base_url", "http://127.0.0.1:5000"],
  ["admin_email", "admin@livechat.test"],
  ["admin_password", "livechat-demo"],
  // "run" and what the throw-away agent needs are set before requests, the others by what their answers hold.
  ...["run", "throwaway_token", "throwaway_id", ...variablesOfAnswers()].map((name): [string, string] => [
    name,
    "",
  ]),
];

function urlOf(endpoint: Endpoint, { params = {}, query = {} }: PostmanRequest) {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? `:${name}`);
  const search = Object.entries(query).map(([key, value]) => ({ key, value }));
  const text = search.map(({ key, value }) => `${key}=${value}`).join("&");
  return {
    raw: `{{base_url}}${path}${text && `?${text}`}`,
    host: ["{{base_url}}"],
    path: path.split("/").slice(1),
    ...(search.length > 0 && { query: search }),
  };
}

function authOf({ token }: PostmanRequest) {
  if (token === null) return { auth: { type: "noauth" } };
  if (token === undefined || token === "jwt_token") return {};
  return { auth: bearer(token) };
}

const bearer = (variable: string) => ({
  type: "bearer",
  bearer: [{ key: "token", value: `{{${variable}}}`, type: "string" }],
});

function requestOf(endpoint: Endpoint, request: PostmanRequest) {
  return {
    method: endpoint.method,
    description: [endpoint.summary, endpoint.description].filter(Boolean).join(". "),
    header: request.body === undefined ? [] : [{ key: "Content-Type", value: "application/json" }],
    ...authOf(request),
    url: urlOf(endpoint, request),
    ...(request.body !== undefined && {
      body: {
        mode: "raw",
        raw: JSON.stringify(request.body, null, 2),
        options: { raw: { language: "json" } },
      },
    }),
  };
}

/** The fields that an answer of this endpoint always has, whichever of its forms it takes. */
function requiredFields(endpoint: Endpoint): string[] {
  const components = new Components();
  const schema = components.convert(endpoint.response, "output");
  const forms = (schema.anyOf ?? [schema]) as JsonSchema[];
  const [first = [], ...others] = forms.map((form) => {
    const name =
      String(form.$ref ?? "")
        .split("/")
        .at(-1) ?? "";
    return ((components.schemas[name] ?? form).required ?? []) as string[];
  });
  return first.filter((field) => others.every((fields) => fields.includes(field)));
}

function testsOf(endpoint: Endpoint, { status, orStatus, sets = {}, tests = [] }: PostmanRequest): string[] {
  const either = `pm.test("answers ${status} or ${orStatus}", () => pm.expect(pm.response.code).to.be.oneOf([${status}, ${orStatus}]));`;
  const one = `pm.test("answers ${status}", () => pm.response.to.have.status(${status}));`;
  const lines = [orStatus === undefined ? one : either];
  if (status === 204)
    return [...lines, "pm.test('has no body', () => pm.expect(pm.response.text()).to.eql(''));"];
  if (endpoint.contentTypes && status < 400) {
    const types = JSON.stringify(endpoint.contentTypes);
    const found = 'pm.response.headers.get("Content-Type").split(";")[0]';
    return [...lines, `pm.test("is a document", () => pm.expect(${types}).to.include(${found}));`];
  }
  lines.push("const answer = pm.response.json();");
  const fields = status >= 400 ? ["error"] : requiredFields(endpoint);
  if (fields.length > 0) {
    lines.push(
      `pm.test("has its fields", () => pm.expect(answer).to.include.all.keys(${JSON.stringify(fields)}));`,
    );
  }
  for (const [variable, path] of Object.entries(sets)) {
    lines.push(`pm.collectionVariables.set("${variable}", answer.${path});`);
  }
  return [...lines, ...tests];
}

const script = (listen: "test" | "prerequest", exec: string[]) => ({
  listen,
  script: { type: "text/javascript", exec },
});

function errorExample(status: number) {
  const [type] = Object.entries(ERROR_STATUS).find(([, each]) => each === status) ?? ["internal"];
  return { error: { type, message: "What went wrong.", requestId: "2f6a1f0e-5c1b-4a8e-9a37-0d6c9e0f4b11" } };
}

function exampleOf(endpoint: Endpoint, request: PostmanRequest, name: string) {
  const { status } = request;
  const body = status >= 400 ? errorExample(status) : endpoint.example?.response;
  return {
    name: `${name}: ${status}`,
    originalRequest: requestOf(endpoint, request),
    code: status,
    _postman_previewlanguage: "json",
    header: status === 204 ? [] : [{ key: "Content-Type", value: "application/json" }],
    ...(status !== 204 && { body: JSON.stringify(body, null, 2) }),
  };
}

function itemOf(request: PostmanRequest) {
  const endpoint: Endpoint = endpoints[request.endpoint];
  const name = request.name ?? endpoint.summary;
  return {
    name,
    event: [
      ...(request.before ? [script("prerequest", request.before)] : []),
      script("test", testsOf(endpoint, request)),
    ],
    request: requestOf(endpoint, request),
    response: [exampleOf(endpoint, request, name)],
  };
}

const BEFORE_EVERY_REQUEST = readFileSync(join(import.meta.dirname, "before-every-request.js"), "utf8").split(
  "\n",
);

const EVERY_ANSWER = [
  'pm.test("names its request", () => pm.expect(pm.response.headers.get("X-Request-Id")).to.be.a("string"));',
  'pm.test("is stored by caches only where it says for how long", () => pm.expect(pm.response.headers.get("Cache-Control")).to.match(/^(no-store|public, max-age=\\d+)$/));',
];

/** The collection in Postman's format 2.1. Run from top to bottom, it creates what it needs itself. */
export function postmanCollection() {
  return {
    info: {
      name: "LiveChat API",
      description:
        "Every call of the API. Run it from top to bottom, or one folder alone, against a local system (`npm start`). For another one set base_url, admin_email and admin_password, in an environment made from LiveChat.postman_environment.json.",
      schema: SCHEMA,
    },
    auth: bearer("jwt_token"),
    event: [script("prerequest", BEFORE_EVERY_REQUEST), script("test", EVERY_ANSWER)],
    variable: VARIABLES.map(([key, value]) => ({ key, value, type: "string" })),
    item: Object.entries(folders).map(([name, requests]) => ({ name, item: requests.map(itemOf) })),
  };
}

/** An environment to fill in for a system of one's own: it goes before the collection's variables. */
export function postmanEnvironment() {
  const values = VARIABLES.slice(0, 3).map(([key, value]) => ({
    key,
    value,
    type: key === "admin_password" ? "secret" : "default",
    enabled: true,
  }));
  return { name: "LiveChat", values, _postman_variable_scope: "environment" };
}
