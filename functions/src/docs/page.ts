import { type Html, html } from "./html.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { OpenApiDocument } from "./openapi.ts";

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --link: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid var(--line); font-size: .875rem; }
nav > a { font-weight: 600; }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
main { padding: 1rem 2rem 6rem; max-width: 60rem; }
a { color: var(--link); }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
pre { background: var(--soft); padding: .75rem; overflow: auto; border-radius: .375rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
h3 { margin: 0; } h4 { margin: 1rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; } main { padding: 1rem; } }
`;

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters?: { name: string; in: string; required: boolean; schema: JsonSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description?: string; content?: Content; $ref?: string }>;
}

type Content = { "application/json": { schema: JsonSchema; example?: unknown } };

interface Entry {
  method: string;
  path: string;
  operation: Operation;
}

function entriesOf(document: OpenApiDocument): Entry[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: operation as unknown as Operation,
    })),
  );
}

/** A schema in a few words: what a person looks for in a table. */
export function describeSchema(schema: JsonSchema): string {
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1) ?? "";
  const variants = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (variants) return variants.map(describeSchema).join(" or ");
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(", ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `list of ${describeSchema((schema.items ?? {}) as JsonSchema)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : String(schema.type ?? "any");
  const named = schema.format ? `${type} (${schema.format})` : type;
  const bounds = [
    ["at least", schema.minLength ?? schema.minimum],
    ["at most", schema.maxLength ?? schema.maximum],
  ].flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  const unit = schema.maxLength !== undefined && bounds.length > 0 ? " characters" : "";
  return bounds.length > 0 ? `${named}, ${bounds.join(", ")}${unit}` : named;
}

/** Paragraphs of plain text with `code`. */
function prose(text: string): Html {
  const pieces = (paragraph: string) =>
    paragraph.split("`").map((piece, i) => (i % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`));
  return html`${text.split("\n\n").map((paragraph) => html`<p>${pieces(paragraph)}</p>`)}`;
}

/** The name of a schema of its own leads to it. */
function schemaLink(schema: JsonSchema): Html {
  const name = describeSchema(schema);
  const said = schema.description === undefined ? name : `${name}, ${schema.description}`;
  return typeof schema.$ref === "string" ? html`<a href="#schema-${name}">${name}</a>` : html`${said}`;
}

function fieldsOf(schema: JsonSchema, prefix = ""): Html[] {
  const required = new Set((schema.required ?? []) as string[]);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  return properties.flatMap(([name, field]) => [
    html`<tr><td><code>${prefix}${name}</code></td><td>${schemaLink(field)}</td><td>${required.has(name) ? "required" : ""}</td></tr>`,
    ...(field.type === "object" ? fieldsOf(field, `${prefix}${name}.`) : []),
  ]);
}

function schemaTable(schema: JsonSchema): Html {
  const variants = schema.anyOf as JsonSchema[] | undefined;
  if (variants) return html`${variants.map((variant) => html`<p>One of:</p>${schemaTable(variant)}`)}`;
  const fields = fieldsOf(schema);
  if (fields.length === 0) return html`<p>${describeSchema(schema)}</p>`;
  return html`<table><thead><tr><th>Field</th><th>Type</th><th></th></tr></thead><tbody>${fields}</tbody></table>`;
}

function parameterTable({ parameters = [] }: Operation): Html {
  if (parameters.length === 0) return html``;
  const rows = parameters.map(
    ({ name, in: place, schema }) =>
      html`<tr><td><code>${name}</code></td><td>${place}</td><td>${describeSchema(schema)}</td></tr>`,
  );
  return html`<h4>Parameters</h4><table><tbody>${rows}</tbody></table>`;
}

function example(value: unknown): Html {
  return value === undefined ? html`` : html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}

function bodySection({ requestBody }: Operation): Html {
  if (!requestBody) return html``;
  const { schema, example: value } = requestBody.content["application/json"];
  return html`<h4>Body</h4>${schemaTable(schema)}${example(value)}`;
}

function answerSection({ responses }: Operation): Html {
  const statuses = Object.entries(responses);
  const [first] = statuses.filter(([, { content }]) => content);
  const content = first?.[1].content?.["application/json"];
  const errors = statuses.filter(([, { $ref }]) => $ref).map(([status]) => status);
  const named = statuses
    .filter(([, { $ref }]) => !$ref)
    .map(([status, { description }]) => `${status} ${description}`);
  return html`<h4>Answer</h4><p>${named.join(" ")}${content ? html` ${schemaLink(content.schema)}` : ""}</p>
${example(content?.example)}<p>Errors: ${errors.join(", ")}.</p>`;
}

function article({ method, path, operation }: Entry): Html {
  return html`<article id="${operation.operationId}">
<h3>${operation.summary}</h3>
<p><span class="method">${method}</span> <code>${path}</code></p>
${prose(operation.description)}
${parameterTable(operation)}${bodySection(operation)}${answerSection(operation)}
</article>
`;
}

function section(name: string, description: string, entries: readonly Entry[]): Html {
  return html`<section><h2 id="${name}">${name}</h2>${prose(description)}${entries.map(article)}</section>`;
}

function schemaSection(document: OpenApiDocument): Html {
  const schemas = Object.entries(document.components.schemas);
  const articles = schemas.map(
    ([name, schema]) => html`<article id="schema-${name}"><h3>${name}</h3>${schemaTable(schema)}</article>`,
  );
  return html`<section><h2 id="Schemas">Schemas</h2>${articles}</section>`;
}

/** The API reference as one page that loads nothing else. */
export function referencePage(document: OpenApiDocument): string {
  const entries = entriesOf(document);
  const folders = document.tags.map((tag) => ({
    ...tag,
    entries: entries.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  const links = folders.map(
    ({ name, entries }) =>
      html`<a href="#${name}">${name}</a><ul>${entries.map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)}</ul>`,
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${String(document.info.title)}</title><style>${STYLE}</style></head>
<body><nav aria-label="Contents">${links}<a href="#Schemas">Schemas</a></nav>
<main><h1>${String(document.info.title)}</h1>
${prose(String(document.info.description))}
<p>As a document for tools: <a href="/v1/openapi.json">OpenAPI 3.1</a>.</p>
${folders.map(({ name, description, entries }) => section(name, description, entries))}
${schemaSection(document)}
</main></body></html>
`.text;
}
