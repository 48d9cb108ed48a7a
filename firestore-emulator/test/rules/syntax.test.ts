import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { type RulesIssue, RulesSyntaxError } from "../../src/rules/interface.ts";
import { rulesAround } from "./condition.ts";

function issuesOf(source: string): readonly RulesIssue[] {
  try {
    return compileRules(source).warnings;
  } catch (error) {
    if (error instanceof RulesSyntaxError) return error.issues;
    throw error;
  }
}

function places(source: string): string[] {
  return issuesOf(source).map(
    ({ line, column, severity, message }) => `${severity[0]} ${line}:${column} ${message}`,
  );
}

const HEADER = "rules_version = '2';\nservice cloud.firestore {\n  match /databases/{db}/documents {\n";

function inDocuments(body: string): string {
  return `${HEADER}${body}\n  }\n}`;
}

/** Where Google's compiler is known to word a mistake in a certain way, so do we. */
const errors: readonly (readonly [title: string, source: string, issue: string])[] = [
  ["an empty source", "", "E 1:1 mismatched input '<EOF>' expecting 'service'"],
  [
    "Realtime Database rules",
    '{ "rules": {} }',
    "E 1:1 mismatched input '{' expecting {'function', 'import', 'service', 'rules_version'}",
  ],
  [
    "a let without its semicolon",
    inDocuments("function f() {\n let a = 1\n return a; }"),
    "E 6:2 missing ';' at 'return'",
  ],
  [
    "a path without match",
    inDocuments("/a/{b} { allow read; }"),
    "E 4:1 Missing 'match' keyword before path.",
  ],
  [
    "a trailing slash",
    inDocuments("match /a/ { allow read; }"),
    "E 4:11 Forward slash '/' found where identifier or binding expected.",
  ],
  [
    "two slashes, which start a comment",
    inDocuments("match /a//b { allow read; }"),
    "E 5:3 Missing '{' at '}'.",
  ],
  [
    "a $ in a match path",
    inDocuments("match /a/$(b) { allow read; }"),
    "E 4:10 Forward slash '/' found where identifier or binding expected.",
  ],
  [
    "a match without a slash",
    inDocuments("match a/{b} { allow read; }"),
    "E 4:7 mismatched input 'a' expecting '/'",
  ],
  ["an unknown permission", inDocuments("match /a/{b} { allow modify; }"), "E 4:22 Unexpected 'modify'."],
  [
    "allow without if",
    inDocuments("match /a/{b} { allow read: true; }"),
    "E 4:28 mismatched input 'true' expecting 'if'",
  ],
  ["a missing brace", `${HEADER}match /a/{b} { allow read; }\n`, "E 5:1 Unexpected '<EOF>'."],
  [
    "a brace too many",
    `${inDocuments("")}\n}`,
    "E 7:1 mismatched input '}' expecting {'function', 'import', 'service', 'rules_version'}",
  ],
  [
    "a missing parenthesis",
    inDocuments("match /a/{b} { allow read: if (true; }"),
    "E 4:36 Missing ')' at ';'.",
  ],
  ["a missing bracket", inDocuments("match /a/{b} { allow read: if [1, 2; }"), "E 4:36 Missing ']' at ';'."],
  [
    "an operator without operand",
    inDocuments("match /a/{b} { allow read: if 1 + ; }"),
    "E 4:35 Unexpected ';'.",
  ],
  [
    "an assignment in a condition",
    inDocuments("match /a/{b} { allow read: if b = 1; }"),
    "E 4:33 Unexpected '='.",
  ],
  ["three equal signs", inDocuments("match /a/{b} { allow read: if 1 === 1; }"), "E 4:35 Unexpected '='."],
  ["a single &", inDocuments("match /a/{b} { allow read: if true & true; }"), "E 4:36 Unexpected '&'."],
  [
    "an unterminated string",
    inDocuments("match /a/{b} { allow read: if 'abc; }"),
    "E 4:31 Unterminated string.",
  ],
  ["an unterminated comment", `${HEADER}/* no end`, "E 4:1 Unterminated comment."],
  ["a character of no meaning", inDocuments("match /a/{b} { allow read: if #; }"), "E 4:31 Unexpected '#'."],
  [
    "an integer beyond 64 bits",
    inDocuments("match /a/{b} { allow read: if 9223372036854775808 > 0; }"),
    "E 4:31 Invalid int64 value: 9223372036854775808.",
  ],
  [
    "an unknown type",
    inDocuments("match /a/{b} { allow read: if 1 is integer; }"),
    "E 4:36 Invalid type name: integer.",
  ],
  [
    "a function without return",
    inDocuments("function f() { let a = 1; }"),
    "E 4:27 mismatched input '}' expecting {'let', 'return'}",
  ],
  [
    "an if in a function",
    inDocuments("function f() { if (true) return 1; }"),
    "E 4:16 mismatched input 'if' expecting {'let', 'return'}",
  ],
  [
    "a duplicate function",
    inDocuments("function f() { return 1; }\nfunction f() { return 2; }"),
    "E 5:10 Function 'f' is already defined.",
  ],
  ["a duplicate parameter", inDocuments("function f(a, a) { return a; }"), "E 4:15 Duplicate parameter: a."],
  [
    "a duplicate let",
    inDocuments("function f() { let a = 1; let a = 2; return a; }"),
    "E 4:31 Variable 'a' is already defined.",
  ],
  [
    "a let named like a parameter",
    inDocuments("function f(a) { let a = 2; return a; }"),
    "E 4:21 Variable 'a' is already defined.",
  ],
  [
    "a function that calls itself",
    inDocuments("function f() { return f(); }"),
    "E 4:10 Recursive call to function 'f' is not allowed.",
  ],
  [
    "functions that call each other",
    inDocuments("function f() { return g(); }\nfunction g() { return f(); }"),
    "E 4:10 Recursive call to function 'f' is not allowed.",
  ],
  [
    "a duplicate wildcard",
    inDocuments("match /a/{b}/c/{b} { allow read; }"),
    "E 4:17 Duplicate wildcard name: b.",
  ],
  [
    "two recursive wildcards",
    inDocuments("match /{a=**}/b/{c=**} { allow read; }"),
    "E 4:18 Invalid glob match expression. Only one glob match is permitted in a match declaration path.",
  ],
  [
    "a recursive wildcard not last in version 1",
    inDocuments("match /{a=**}/b/{c} { allow read; }").replace("'2'", "'1'"),
    "E 4:9 Invalid glob match expression. Glob matches are permitted as the last segment in a match declaration path.",
  ],
  [
    "an unknown service",
    "rules_version = '2';\nservice cloud.datastore { }",
    "E 2:9 Unknown service: cloud.datastore.",
  ],
  [
    "an unknown version",
    "rules_version = '3';\nservice cloud.firestore { }",
    "E 1:17 Invalid rules_version '3'. Expected '1' or '2'.",
  ],
  [
    "an import of names",
    "rules_version = '2';\nimport { isOwner } from 'owners';\nservice cloud.firestore { }",
    "E 2:8 Unexpected '{'.",
  ],
  ["a version without quotes", "rules_version = 2;\nservice cloud.firestore { }", "E 1:17 Unexpected '2'."],
  [
    "a late version",
    "service cloud.firestore { }\nrules_version = '2';",
    "E 2:1 rules_version must be the first statement.",
  ],
  [
    "an allow outside of match",
    "rules_version = '2';\nservice cloud.firestore { allow read; }",
    "E 2:27 Unexpected 'allow'.",
  ],
];

describe("mistakes in a source", () => {
  it.each(errors)("%s", (_title, source, issue) => {
    expect(places(source).filter((text) => text.startsWith("E"))).toContain(issue);
  });

  it("allow 10 let bindings in a function", () => {
    const lets = (count: number) => Array.from({ length: count }, (_, i) => `let v${i} = ${i};`).join("\n");
    const source = (count: number) => inDocuments(`function f() {\n${lets(count)}\nreturn v0; }`);
    expect(places(source(10)).filter((text) => text.startsWith("E"))).toEqual([]);
    expect(places(source(11))).toEqual(["E 15:5 Function 'f' has more than 10 let bindings."]);
  });

  it("are all listed when they can be found together", () => {
    const body = "function f(a, a) { return a; }\nfunction g() { return g(); }";
    expect(places(inDocuments(body))).toEqual([
      "E 4:15 Duplicate parameter: a.",
      "E 5:10 Recursive call to function 'g' is not allowed.",
    ]);
  });

  it("make a message like the emulator's, a line for each", () => {
    expect(() => compileRules(inDocuments("function f() {\n let a = 1\n return a; }"))).toThrow(
      "L6:2 missing ';' at 'return'",
    );
  });

  it("include a source beyond 256 KiB", () => {
    const source = inDocuments(`// ${"x".repeat(256 * 1024)}`);
    expect(places(source)).toEqual(["E 1:1 The rules source is larger than 262144 bytes."]);
  });
});

// Warnings as `firebase deploy` prints them.
const warnings: readonly (readonly [title: string, source: string, issue: string])[] = [
  ["an unknown function", rulesAround("allow get: if isAdmin();"), "W 5:21 Invalid function name: isAdmin."],
  ["an unknown variable", rulesAround("allow get: if user == 1;"), "W 5:21 Invalid variable name: user."],
  ["an unused function", inDocuments("function f() { return true; }"), "W 4:10 Unused function: f."],
  [
    "an unused variable",
    inDocuments("function f() { let a = 1; return true; }"),
    "W 4:20 Unused variable: a.",
  ],
  ["an unused parameter", inDocuments("function f(a) { return true; }"), "W 4:12 Unused parameter: a."],
  [
    "too few arguments",
    inDocuments("function f(a) { return a; }\nmatch /a/{b} { allow read: if f(); }"),
    "W 5:31 Incorrect number of arguments to 'f'. Received: 0. Expected: 1.",
  ],
  [
    "too many arguments",
    inDocuments("function f() { return true; }\nmatch /a/{b} { allow read: if f(1); }"),
    "W 5:31 Incorrect number of arguments to 'f'. Received: 1. Expected: 0.",
  ],
  [
    "version 1",
    inDocuments("").replace("'2'", "'1'"),
    "W 1:1 Ruleset uses old version (version [1]). Please update to the latest version (version [2]).",
  ],
  [
    "a match inside a recursive match in version 1",
    inDocuments("match /a/{b=**} { match /c/{d} { allow read; } }").replace("'2'", "'1'"),
    "W 4:1 Glob(**) resource rules should not have child resource rules.",
  ],
];

describe("warnings", () => {
  it.each(warnings)("%s", (_title, source, issue) => {
    expect(places(source)).toContain(issue);
  });

  it("are absent from a clean source", () => {
    expect(places(rulesAround("function f(a) { return a; } allow get: if f(true);"))).toEqual([]);
  });
});

const accepted: readonly (readonly [title: string, source: string])[] = [
  ["comments everywhere", rulesAround("// one\n/* two\n lines */ allow /* three */ get: if true; // four")],
  ["no semicolon before a brace", rulesAround("allow get: if true")],
  [
    "no semicolon between statements",
    inDocuments("match /a/{b} {\n allow read: if true\n allow write\n match /c/{d} { } }"),
  ],
  ["allow without a condition", rulesAround("allow get")],
  ["double quotes", 'rules_version = "2";\nservice cloud.firestore { match /a/{b} { allow read; } }'],
  ["no version", "service cloud.firestore { match /databases/{db}/documents { } }"],
  ["a version without its semicolon", "rules_version = '2'\nservice cloud.firestore { }"],
  ["Windows line ends", rulesAround("allow get: if true;").replaceAll("\n", "\r\n")],
  ["a byte order mark", `\uFEFF${rulesAround("allow get: if true;")}`],
  ["a single-segment wildcard with a star", inDocuments("match /a/{b=*} { allow read; }")],
  ["trailing commas", rulesAround("allow get: if [1, 2,].size() == 2 && {'a': 1,}.size() == 1;")],
  [
    "the default database in a path",
    rulesAround("allow get: if exists(/databases/(default)/documents/a/b);"),
  ],
  ["a path and a division", rulesAround("allow get: if 4 / 2 == 2 && /a/b == /a/b;")],
  ["a condition over many lines", rulesAround("allow get: if true\n  && (false\n  || true)\n  && 1 == 1;")],
];

describe("sources that compile", () => {
  it.each(accepted)("%s", (_title, source) => {
    expect(places(source).filter((text) => text.startsWith("E"))).toEqual([]);
  });
});
