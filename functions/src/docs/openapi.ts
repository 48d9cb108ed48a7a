import {
  type Endpoint,
  ERROR_STATUS,
  type ErrorType,
  endpointList,
  errorBody,
  type Folder,
  isCreating,
  LIMITS,
  takesVersion,
} from "@livechat/contract";
import { VERSION } from "../platform/version.ts";
import { describeBelow, described, resourceOf } from "./describe.ts";
import { Components, type JsonSchema } from "./json-schema.ts";

const FOLDERS: Readonly<Record<Folder, string>> = {
  Authentication: "Signing in and out. An agent's token is a JWT that is valid for seven days.",
  Agents: "The people who answer. Admins write; every agent reads.",
  Groups: "Agents who take the same conversations, and how those are routed.",
  Tags: "Labels for conversations.",
  Schedules: "Business hours that groups keep. Admins write; every agent reads.",
  Widgets: "How the widget looks and works on the company's sites. Admins write; every agent reads.",
  Widget: "What the visitor's page calls first. No token is needed.",
  Identity: "Who a visitor is, as the company's own server has signed it.",
  Conversations: "Everything between one visitor and the company about one matter.",
  Visitors: "The people who write, as one browser or another system knows them.",
  Files: "What visitors and agents send each other beside text. The bytes go straight to the store.",
  Threads: "The phases of a conversation, one per owner, and the events in them.",
  Ratings: "What visitors thought of closed conversations.",
  Bans: "Whom the company does not talk to: a visitor, an identified person, or a range of addresses.",
  Queue: "Who waits.",
  Reports: "What happened, counted and measured, and what happens now.",
  "Canned responses": "Texts that agents write often, by a shortcut.",
  Settings: "The company's settings, and each agent's own of the console.",
  Views: "Saved filters over conversations: one's own, a group's, everyone's.",
  Notifications: "What an agent is told.",
  "API keys": "What the company's own servers call with, in place of a person's token.",
  "Event feed": "What happened, for whoever asks: one order, nothing missed.",
  Bots: "Agents that are told by a webhook and answer by the API, and what they call.",
  Webhooks: "Addresses of the company that are told what happened.",
  Audit: "Who changed what in the configuration.",
  Health: "Whether the API answers.",
};

const DESCRIPTION = [
  "JSON in and out, in UTF-8. Times are RFC 3339 in UTC. Ids are opaque. Unknown fields are refused.",
  "Send `Authorization: Bearer <token>` with an agent's JWT from the login, or, where it says so, with a visitor's session token.",
  "`X-Request-Id` is echoed, or made, and stands in every log line and error.",
  `Lists take \`limit\` (default ${LIMITS.DEFAULT_PAGE_ITEMS}, at most ${LIMITS.MAX_PAGE_ITEMS}) and \`pageToken\`, and answer \`items\` and \`nextPageToken\`.`,
  "Ignore fields and values of `x-extensible-enum` that you do not know: answers may grow.",
  "Another method than those of a path is 405 `method_not_allowed`, with the header `Allow`.",
].join("\n\n");

/** What any call may meet, whoever makes it. */
const ALWAYS: readonly ErrorType[] = ["validation", "internal", "service_unavailable"];
const WITH_TOKEN: readonly ErrorType[] = ["authentication", "authorization", "too_many_requests"];
const WITH_BODY: readonly ErrorType[] = ["entity_too_large", "unsupported_media_type"];

/** The error statuses that a call can answer with: those of its access and method, and its own. */
export function errorStatuses(endpoint: Endpoint): number[] {
  const { access, method, errors } = endpoint;
  const types = [
    ...ALWAYS,
    ...(access === "public" ? [] : WITH_TOKEN),
    ...(method === "GET" ? [] : WITH_BODY),
    ...(access === "public" ? (["authorization", "too_many_requests"] as const) : []),
    ...(takesVersion(endpoint, endpointList) ? (["precondition_failed"] as const) : []),
    ...(isCreating(endpoint) ? (["already_exists"] as const) : []),
    ...errors,
  ];
  return [...new Set(types.map((type) => ERROR_STATUS[type]))].sort((a, b) => a - b);
}

function errorTypesOf(status: number): string {
  const types = Object.entries(ERROR_STATUS).filter(([, each]) => each === status);
  return types.map(([type]) => `\`${type}\``).join(", ");
}

function errorResponses(): Record<string, JsonSchema> {
  const statuses = new Set(endpointList.flatMap(errorStatuses));
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  return Object.fromEntries(
    [...statuses].sort().map((status) => [
      String(status),
      {
        description: errorTypesOf(status),
        ...(status === ERROR_STATUS.too_many_requests && {
          headers: { "Retry-After": { description: "Seconds to wait.", schema: { type: "integer" } } },
        }),
        content,
      },
    ]),
  );
}

/** A query string holds text; what it stands for is said instead. */
function querySchema(name: string, sent: JsonSchema, parsed: JsonSchema): JsonSchema {
  if (parsed.type === "integer") return parsed;
  const values = sent.enum;
  const isBoolean = Array.isArray(values) && values.join() === "true,false";
  return isBoolean ? { type: "boolean" } : { ...sent, ...(name === "pageToken" && { type: "string" }) };
}

function headersOf(endpoint: Endpoint): JsonSchema[] {
  const header = (name: string, description: string) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string" },
  });
  return [
    ...(isCreating(endpoint)
      ? [
          header(
            "Idempotency-Key",
            "1 to 255 visible characters of your own. Repeated with the same key and body within 24 hours, the call creates nothing more and answers what it answered.",
          ),
        ]
      : []),
    ...(takesVersion(endpoint, endpointList)
      ? [header("If-Match", "The `ETag` that was read: 412 when the resource has changed since.")]
      : []),
  ];
}

function parametersOf(endpoint: Endpoint, components: Components): JsonSchema[] {
  const path = components.convert(endpoint.params, "input").properties as Record<string, JsonSchema>;
  const sent = components.convert(endpoint.query, "input").properties as Record<string, JsonSchema>;
  const parsed = components.convert(endpoint.query, "output").properties as Record<string, JsonSchema>;
  const all = [
    ...Object.entries(path ?? {}).map(([name, schema]) => ({ name, in: "path", required: true, schema })),
    ...Object.entries(sent ?? {}).map(([name, schema]) => ({
      name,
      in: "query",
      required: false,
      schema: querySchema(name, schema, parsed[name] ?? {}),
    })),
    ...headersOf(endpoint),
  ];
  return all.map((one) => described(one, [endpoint.name, one.name as string]));
}

const SECURITY: Readonly<Record<Endpoint["access"], Record<string, never[]>[]>> = {
  public: [],
  agent: [{ agentToken: [] }],
  supervisor: [{ agentToken: [] }],
  admin: [{ agentToken: [] }],
  agentOrVisitor: [{ agentToken: [] }, { visitorToken: [] }],
};

const AUDIENCE: Readonly<Record<Endpoint["access"], string>> = {
  public: "Anyone.",
  agent: "Any agent.",
  supervisor: "Supervisors and admins.",
  admin: "Admins.",
  agentOrVisitor: "Any agent, or the conversation's visitor.",
};

function isEmpty(schema: JsonSchema): boolean {
  return schema.type === "object" && Object.keys((schema.properties ?? {}) as object).length === 0;
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function requestBody(endpoint: Endpoint, components: Components): JsonSchema {
  const schema = components.convert(endpoint.body, "input");
  if (isEmpty(schema)) return {};
  const required = !("required" in schema) ? "anyOf" in schema : true;
  const example = endpoint.example?.body;
  return {
    requestBody: {
      required,
      content: {
        "application/json": {
          schema: components.named(`${pascal(endpoint.name)}Body`, schema),
          ...(example !== undefined && { example }),
        },
      },
    },
  };
}

const WITHOUT_BODY: Readonly<Record<number, string>> = {
  204: "Done. No content.",
  302: "Where it is now: see `Location`.",
  304: "What the caller has, by `If-None-Match`, is still so.",
};

function successes(endpoint: Endpoint, components: Components): Record<string, JsonSchema> {
  const schema = describeBelow(components.convert(endpoint.response, "output"), [endpoint.name]);
  const example = endpoint.example?.response;
  return Object.fromEntries(
    endpoint.statuses.map((status) => [
      String(status),
      status in WITHOUT_BODY
        ? { description: WITHOUT_BODY[status] }
        : {
            description: status === 201 ? "Created." : "OK.",
            content: Object.fromEntries(
              (endpoint.contentTypes ?? ["application/json"]).map((type) => [
                type,
                { schema, ...(example !== undefined && { example }) },
              ]),
            ),
          },
    ]),
  );
}

function operation(endpoint: Endpoint, components: Components): JsonSchema {
  const parameters = parametersOf(endpoint, components);
  const errors = errorStatuses(endpoint).map((status) => [
    String(status),
    { $ref: `#/components/responses/${status}` },
  ]);
  return {
    operationId: endpoint.name,
    ...(endpoint.deprecation && { deprecated: true }),
    tags: [endpoint.folder],
    summary: endpoint.summary,
    description: [endpoint.description, `For: ${AUDIENCE[endpoint.access]}`].filter(Boolean).join("\n\n"),
    security: SECURITY[endpoint.access],
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(endpoint, components),
    responses: { ...successes(endpoint, components), ...Object.fromEntries(errors) },
  };
}

function schemasOf({ schemas }: Components): Record<string, JsonSchema> {
  const sorted = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = sorted.map(([name, schema]) => [name, describeBelow(schema, [resourceOf(name)])]);
  return Object.fromEntries(all);
}

export interface OpenApiDocument {
  openapi: string;
  info: JsonSchema;
  servers: JsonSchema[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, JsonSchema>>;
  components: { schemas: Record<string, JsonSchema>; responses: JsonSchema; securitySchemes: JsonSchema };
}

/** The API as an OpenAPI 3.1 document, made from the contract. Source: https://spec.openapis.org/oas/v3.1.1 */
export function openApiDocument(): OpenApiDocument {
  const components = new Components();
  components.convert(errorBody, "output");
  const paths: OpenApiDocument["paths"] = {};
  for (const endpoint of endpointList) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(endpoint, components),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "LiveChat API",
      version: VERSION,
      description: DESCRIPTION,
      license: { name: "Apache 2.0", identifier: "Apache-2.0" },
    },
    servers: [
      // A whole address, not a template: generated clients take it as their base.
      { url: "https://your-project.web.app", description: "The project's Hosting: your own domain there." },
      { url: "/", description: "Where this document is served." },
    ],
    tags: Object.entries(FOLDERS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemasOf(components),
      responses: errorResponses(),
      securitySchemes: {
        agentToken: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "From the login." },
        visitorToken: { type: "http", scheme: "bearer", description: "The widget session's `sessionToken`." },
      },
    },
  };
}
