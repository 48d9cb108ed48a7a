import type { Json } from "../rest/json-text.ts";
import type { CoverageNode, RuleCoverage } from "../rules/interface.ts";
import { type Answer, type EndpointCall, html, json, projectOf } from "./endpoint.ts";

const STYLE = `
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; }
table { border-collapse: collapse; }
td { font: 13px/1.5 ui-monospace, monospace; padding: 0 .75rem; vertical-align: top; white-space: pre-wrap; }
td:first-child { color: #777; text-align: right; }
tr.hit { background: #e8f5e9; } tr.missed { background: #ffebee; }
small { color: #555; }`;

/** What every expression of the project's rules evaluated to, and how often, in the JSON of Google's emulator. */
export function ruleCoverage(call: EndpointCall): Answer {
  const coverage = coverageOf(call);
  return json(coverage ? (coverage as unknown as Json) : {});
}

/** The same as a page to read. */
export function ruleCoverageHtml(call: EndpointCall): Answer {
  const coverage = coverageOf(call);
  const title = `Rule coverage of ${escapeHtml(projectOf(call))}`;
  const body = coverage
    ? coverage.rules.files.map(({ name, content }) => fileTable(name, content, coverage)).join("\n")
    : "<p>The project has no security rules; everything is allowed.</p>";
  return html(
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
      `<style>${STYLE}</style></head><body><h1>${title}</h1>\n${body}\n</body></html>\n`,
  );
}

function coverageOf(call: EndpointCall): RuleCoverage | undefined {
  return call.context.rules.get(projectOf(call))?.coverage();
}

function fileTable(name: string, content: string, coverage: RuleCoverage): string {
  const nodes = flatten(coverage.report).filter(({ sourcePosition }) => sourcePosition.fileName === name);
  const characters = [...content];
  const rows = content.split("\n").map((line, at) => {
    const onLine = nodes.filter(({ sourcePosition }) => sourcePosition.line === at + 1);
    return lineRow(
      at + 1,
      line,
      onLine.map((node) => ({ hit: isHit(node), text: nodeText(node, characters) })),
    );
  });
  return `<h2>${escapeHtml(name)}</h2>\n<table>\n${rows.join("\n")}\n</table>`;
}

function lineRow(number: number, line: string, nodes: readonly { hit: boolean; text: string }[]): string {
  const kind = nodes.some(({ hit }) => hit) ? "hit" : nodes.length > 0 ? "missed" : "";
  const details = nodes.map(({ text }) => text).join("\n");
  return `<tr class="${kind}"><td>${number}</td><td>${escapeHtml(line)}</td><td><small>${details}</small></td></tr>`;
}

function isHit({ values }: CoverageNode): boolean {
  return (values ?? []).some(({ count }) => count > 0);
}

function nodeText({ sourcePosition, values }: CoverageNode, characters: readonly string[]): string {
  const { currentOffset, endOffset } = sourcePosition;
  const source = characters
    .slice(currentOffset, endOffset + 1)
    .join("")
    .replace(/\s+/g, " ");
  const results = (values ?? []).map(({ value, count }) => `${readable(value)} × ${count}`);
  return escapeHtml(`${source}: ${results.join(", ") || "never evaluated"}`);
}

/** `{"boolValue": true}` -> `true`. */
function readable(value: unknown): string {
  const members = typeof value === "object" && value !== null ? Object.values(value) : [];
  return JSON.stringify(members.length === 1 ? members[0] : value) ?? "undefined";
}

function flatten(nodes: readonly CoverageNode[]): CoverageNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children ?? [])]);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
