import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { DATABASE, GET, rulesAround } from "./condition.ts";

// firebase.google.com/docs/rules/rules-language#function

const bodies: readonly (readonly [title: string, body: string, result: "true" | "false" | "error"])[] = [
  ["are called with arguments", "function same(a, b) { return a == b; } allow get: if same(1, 1);", "true"],
  ["without parameters", "function yes() { return true; } allow get: if yes();", "true"],
  ["may stand after their use", "allow get: if yes(); function yes() { return true; }", "true"],
  ["may leave out the last semicolon", "function yes() { return true } allow get: if yes();", "true"],
  [
    "see request and resource",
    "function mine() { return request.auth.uid == 'ada' && resource.data.int == 7; } allow get: if mine();",
    "true",
  ],
  [
    "see the wildcards of their block",
    "function here() { return thing == 'one'; } allow get: if here();",
    "true",
  ],
  [
    "see the wildcards of outer blocks",
    "function db() { return database == '(default)'; } allow get: if db();",
    "true",
  ],
  [
    "call each other",
    "function a() { return b() && true; } function b() { return true; } allow get: if a();",
    "true",
  ],
  ["bind with let", "function f() { let a = 1; let b = a + 1; return b == 2; } allow get: if f();", "true"],
  ["let sees parameters", "function f(x) { let y = x * 2; return y == 6; } allow get: if f(3);", "true"],
  [
    "a parameter hides a wildcard",
    "function f(thing) { return thing == 'other'; } allow get: if f('other');",
    "true",
  ],
  [
    "a let hides a variable",
    "function f() { let thing = 'x'; return thing == 'x'; } allow get: if f();",
    "true",
  ],
  [
    "do not see the caller's parameters",
    "function inner() { return x == 1; } function outer(x) { return inner() && x == 1; } allow get: if outer(1);",
    "error",
  ],
  [
    "pass values on",
    "function inner(y) { return y == 1; } function outer(x) { return inner(x); } allow get: if outer(1);",
    "true",
  ],
  ["return any type", "function keys() { return ['a', 'b']; } allow get: if 'a' in keys();", "true"],
  [
    "return maps with members",
    "function user() { return {'name': 'Ada'}; } allow get: if user().name == 'Ada';",
    "true",
  ],
  [
    "do not fail by an argument that is not used",
    "function yes(x) { return true; } allow get: if yes(resource.data.missing);",
    "true",
  ],
  [
    "do not fail by a let that is not used",
    "function yes() { let x = resource.data.missing; return true; } allow get: if yes();",
    "true",
  ],
  [
    "fail by an argument that is used",
    "function yes(x) { return x; } allow get: if yes(resource.data.missing);",
    "error",
  ],
  [
    "fail by a let that is used",
    "function yes() { let x = resource.data.missing; return true && x; } allow get: if yes();",
    "error",
  ],
  [
    "do not reach a let behind a false condition",
    "function f() { let email = resource.data.nothing.email; return !(false && email == ''); } allow get: if f();",
    "true",
  ],
  [
    "absorb the error of a let",
    "function f() { let x = resource.data.missing; return x == 1 || true; } allow get: if f();",
    "true",
  ],
  [
    "have errors absorbed by the caller",
    "function bad() { return resource.data.missing; } allow get: if bad() || true;",
    "true",
  ],
  ["may be named like a built-in", "function exists(x) { return x; } allow get: if exists(true);", "true"],
  ["may be named like a method", "function size() { return 1; } allow get: if size() == 1;", "true"],
  [
    "may have a parameter named like a namespace",
    "function f(math) { return math.abs == 1; } allow get: if f({'abs': 1});",
    "true",
  ],
  ["fail when arguments are missing", "function f(a) { return true; } allow get: if f();", "error"],
  ["fail when there are too many", "function f() { return true; } allow get: if f(1);", "error"],
  [
    "have a wrong number of arguments absorbed",
    "function f(a) { return true; } allow get: if f() || true;",
    "true",
  ],
  ["evaluate their arguments once", "function f(x) { return x && x; } allow get: if f(true);", "true"],
];

describe("functions", () => {
  it.each(bodies)("%s", (_title, body, result) => {
    const verdict = compileRules(rulesAround(body)).check(GET, DATABASE);
    expect(verdict.statements[0]?.result).toBe(result);
  });

  it("are found from the inside out", () => {
    const source = `rules_version = '2';
function where() { return 'file'; }
function onlyFile() { return 'file'; }
service cloud.firestore {
  function where() { return 'service'; }
  function service() { return where(); }
  match /databases/{database}/documents {
    function where() { return 'documents'; }
    match /things/{thing} {
      function where() { return 'things'; }
      allow get: if where() == 'things' && service() == 'service' && onlyFile() == 'file';
    }
  }
}`;
    expect(compileRules(source).check(GET, DATABASE).allowed).toBe(true);
  });

  it("see the variables of the block that declares them, not of the one that calls them", () => {
    const source = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /things/{id} {
      function outer() { return id; }
      match /parts/{id} {
        allow get: if outer() == 'one' && id == 'two';
      }
    }
  }
}`;
    const request = { ...GET, path: "things/one/parts/two" };
    expect(compileRules(source).check(request, DATABASE).allowed).toBe(true);
  });
});

/** f1 calls f2 and so on: `depth` calls inside each other. */
function chain(depth: number): string {
  const functions = Array.from({ length: depth }, (_, i) => {
    const body = i === depth - 1 ? "true" : `f${i + 2}()`;
    return `function f${i + 1}() { return ${body}; }`;
  });
  return rulesAround(`${functions.join("\n")}\nallow get: if f1();`);
}

// firebase.google.com/docs/firestore/quotas#security_rules

describe("limits of evaluation", () => {
  it("allow calls 20 deep and no deeper", () => {
    expect(compileRules(chain(20)).check(GET, DATABASE).allowed).toBe(true);
    const tooDeep = compileRules(chain(21)).check(GET, DATABASE);
    expect(tooDeep.allowed).toBe(false);
    expect(tooDeep.message).toContain("Function call depth exceeds 20.");
  });

  it("count the depth where an argument is written, not where it is used", () => {
    const passing = Array.from({ length: 15 }, (_, i) => {
      const body = i === 14 ? "x" : `pass${i + 2}(x)`;
      return `function pass${i + 1}(x) { return ${body}; }`;
    });
    const source = chain(15).replace("allow get: if f1()", `${passing.join("\n")} allow get: if pass1(f1())`);
    expect(compileRules(source).check(GET, DATABASE).allowed).toBe(true);
  });

  it("allow 1,000 expressions and no more, whatever would absorb an error", () => {
    const sum = (count: number) => Array.from({ length: count }, () => "1 == 1").join(" && ");
    const few = compileRules(rulesAround(`allow get: if ${sum(999)};`)).check(GET, DATABASE);
    expect(few.allowed).toBe(true);
    const many = compileRules(rulesAround(`allow get: if (${sum(1000)}) || true; allow get: if true;`));
    const verdict = many.check(GET, DATABASE);
    expect(verdict.allowed).toBe(false);
    expect(verdict.message).toContain("Maximum of 1000 expressions to evaluate has been reached.");
  });

  it("count the expressions of all statements of a request together", () => {
    const clause = Array.from({ length: 600 }, () => "1 == 2").join(" || ");
    const source = rulesAround(`allow get: if ${clause}; allow get: if ${clause} || true;`);
    expect(compileRules(source).check(GET, DATABASE).allowed).toBe(false);
  });
});
