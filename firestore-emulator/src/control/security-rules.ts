import { invalidArgument } from "../model/status.ts";
import type { Json } from "../rest/json-text.ts";
import { errorJson } from "../rest/rest-error.ts";
import { compileRules } from "../rules/decide/compile.ts";
import { type RulesIssue, RulesSyntaxError } from "../rules/interface.ts";
import {
  type Answer,
  bodyOf,
  type EndpointCall,
  invalidPayload,
  json,
  notFound,
  projectOf,
} from "./endpoint.ts";

const DEFAULT_FILE_NAME = "security.rules";

interface RulesFile {
  readonly name: string;
  readonly content: string;
}

/**
 * Replaces the project's security rules, for all its databases:
 * `{"rules": {"files": [{"name": "firestore.rules", "content": "..."}]}}`.
 * Rules that do not compile leave the old ones in place and are answered 400 with `issues`; with
 * `"ignore_errors": true`, which the Firebase CLI sends, 200 with `issues`.
 */
export async function putSecurityRules(call: EndpointCall): Promise<Answer> {
  const body = await bodyOf(call);
  const file = onlyFile(body);
  try {
    const ruleset = compileRules(file.content, file.name);
    call.context.rules.set(projectOf(call), ruleset);
    return json({ issues: ruleset.warnings.map((issue) => issueJson(issue, file)) });
  } catch (error) {
    if (!(error instanceof RulesSyntaxError)) {
      throw error;
    }
    const issues = error.issues.map((issue) => issueJson(issue, file));
    if (body.ignore_errors === true || body.ignoreErrors === true) {
      return json({ issues });
    }
    const refusal = errorJson(invalidArgument(`Error compiling rules:\n${error.message}`));
    return json({ ...(refusal as { [key: string]: Json }), issues }, 400);
  }
}

/** The project's rules as they were put. */
export function showSecurityRules(call: EndpointCall): Answer {
  const ruleset = call.context.rules.get(projectOf(call));
  if (!ruleset) {
    throw notFound("The project has no security rules; everything is allowed.");
  }
  return json({ rules: { files: [{ name: ruleset.fileName, content: ruleset.source }] } });
}

function onlyFile({ rules }: Record<string, unknown>): RulesFile {
  const files: unknown = isObject(rules) ? rules.files : undefined;
  if (!Array.isArray(files)) {
    throw invalidPayload();
  }
  const [file, ...others]: unknown[] = files;
  if (!isObject(file) || others.length > 0) {
    throw invalidArgument("There must be exactly one file of security rules.");
  }
  const { name = DEFAULT_FILE_NAME, content } = file;
  if (typeof name !== "string" || typeof content !== "string") {
    throw invalidPayload();
  }
  return { name, content };
}

/** In the shape that the Firebase CLI prints. */
function issueJson({ line, column, message, severity }: RulesIssue, { name }: RulesFile): Json {
  return { sourcePosition: { fileName: name, line, column }, description: message, severity };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
