import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { ADA, check, DATABASE, GET, rulesAround } from "./condition.ts";
import { describeCases } from "./expect-cases.ts";

// firebase.google.com/docs/firestore/security/rules-structure: "If a rule's condition ends in an error, the
// request is denied"; the logical operators absorb an error when the other side decides.

const ERROR = "resource.data.missing > 0";
const MISSING = "Property missing is undefined on object.";

describeCases("errors under the logical operators", [
  [`${ERROR} || true`, true],
  [`true || ${ERROR}`, true],
  [`${ERROR} || false`, MISSING],
  [`false || ${ERROR}`, MISSING],
  [`${ERROR} && false`, false],
  [`false && ${ERROR}`, false],
  [`${ERROR} && true`, MISSING],
  [`true && ${ERROR}`, MISSING],
  [`(${ERROR} && false) || true`, true],
  [`(${ERROR} || true) && true`, true],
  [`!(${ERROR})`, MISSING],
  [`!(${ERROR} && false)`, true],
  [`!(${ERROR} || true)`, false],
  [`${ERROR} || 1 / 0 == 1 || true`, true],
  [`${ERROR} && 1 / 0 == 1`, MISSING],
  [`1 / 0 == 1 || ${ERROR}`, "Divide by zero error."],
]);

describeCases("errors elsewhere", [
  [`(${ERROR}) ? true : true`, MISSING],
  [`true ? true : ${ERROR}`, true],
  [`false ? ${ERROR} : true`, true],
  [`[${ERROR}].size() == 1`, MISSING],
  [`{'a': ${ERROR}}.size() == 1`, MISSING],
  [`(${ERROR}) == null`, MISSING],
  [`(${ERROR}) is bool`, MISSING],
  [`debug(${ERROR}) || true`, true],
]);

describeCases("operands that are not boolean", [
  ["1 && true", "Type error. Received: [int] Expected: [bool]."],
  ["true && 'a'", "Type error. Received: [string] Expected: [bool]."],
  ["1 || true", true],
  ["true || 1", true],
  ["false && 1", false],
  ["1 && false", false],
  ["'a' || false", "Type error. Received: [string] Expected: [bool]."],
  ["null && true", "Null value error."],
  ["!1", "Type error. Received: [int] Expected: [bool]."],
  ["!null", "Null value error."],
  ["1 ? true : true", "Type error. Received: [int] Expected: [bool]."],
  ["null ? true : true", "Null value error."],
  ["1", "Type error. Received: [int] Expected: [bool]."],
  ["'true'", "Type error. Received: [string] Expected: [bool]."],
  ["null", "Null value error."],
  ["resource.data.map", "Type error. Received: [map] Expected: [bool]."],
]);

describeCases("access to what is not there", [
  ["resource.data.missing == null", MISSING],
  ["resource.data['missing'] == null", MISSING],
  ["resource.data.missing.deeper == 1", MISSING],
  ["resource.data.map.missing == 1", MISSING],
  ["resource.data.nothing.deeper == 1", "Null value error."],
  ["resource.data.nothing['deeper'] == 1", "Null value error."],
  ["resource.data.nothing.size() == 0", "Null value error."],
  ["resource.data.int.deeper == 1", "Property deeper is undefined on object."],
  ["resource.data.constructor == 1", "Property constructor is undefined on object."],
  ["resource.data.text.length == 12", "Property length is undefined on object."],
  ["request.query.limit == 1", "Property query is undefined on object."],
  ["request.resource.data.a == 1", "Property resource is undefined on object."],
  ["request.auth.token.missing == 1", MISSING],
  ["request.nothing == 1", "Property nothing is undefined on object."],
]);

describeCases("unknown names", [
  ["nobody() == 1", "Function not found error: Name: [nobody]."],
  ["math.cube(2) == 8", "Function not found error: Name: [math.cube]."],
  ["'a'.reverse() == 'a'", "Function not found error: Name: [reverse]."],
  ["[1].all(x, x > 0)", "Function not found error: Name: [all]."],
  ["{'a': 1}.hasAll(['a'])", "Function not found error: Name: [hasAll]."],
  ["request.path.size() == 5", "Function not found error: Name: [size]."],
  ["(1).size() == 1", "Function not found error: Name: [size]."],
  ["true.size() == 1", "Function not found error: Name: [size]."],
  ["unknownVariable == 1", "Variable not found error: Name: [unknownVariable]."],
  ["unknownVariable == 1 || true", true],
]);

describe("several allow statements", () => {
  const decide = (body: string) => compileRules(rulesAround(body)).check(GET, DATABASE);

  it("allow when any of them allows, after an error too", () => {
    expect(decide(`allow get: if ${ERROR}; allow get: if true;`).allowed).toBe(true);
  });

  it("stop at the first that allows", () => {
    expect(decide(`allow get: if true; allow get: if ${ERROR};`).statements).toHaveLength(1);
  });

  it("of other methods do not count", () => {
    const verdict = decide("allow list: if true; allow write: if true;");
    expect(verdict.allowed).toBe(false);
    expect(verdict.message).toBe("\nNo matching allow statements");
  });

  it("are each named in the message of a denial", () => {
    const verdict = decide(`allow get: if false;\n      allow get: if ${ERROR};`);
    expect(verdict.message).toBe(
      `\nfalse for 'get' @ L5, evaluation error at L6:21 for 'get' @ L6, ${MISSING} for 'get' @ L6`,
    );
  });

  it("without a condition always allow", () => {
    expect(decide("allow get;").allowed).toBe(true);
    expect(decide("allow read").allowed).toBe(true);
  });
});

describe("the place of an error", () => {
  it("is that of the failing expression", () => {
    const [statement] = check("true &&\n        resource.data.missing == 1").statements;
    expect(statement?.error).toEqual({ message: MISSING, line: 6, column: 9 });
  });

  it("is the operator's or the method's name when its operands do not fit", () => {
    const [operator] = check("1 + 'a' == 'b'").statements;
    expect(operator?.error).toMatchObject({ line: 5, column: 23 });
    const [method] = check("[1].toSet().difference([1]) == 1").statements;
    expect(method?.error).toMatchObject({ line: 5, column: 33 });
  });

  it("is inside the function that failed", () => {
    const source = rulesAround(
      "function broken() {\n        return 1 / 0 == 1;\n      }\n      allow get: if broken();",
    );
    const [statement] = compileRules(source).check({ ...GET, auth: ADA }, DATABASE).statements;
    expect(statement).toMatchObject({ line: 8, column: 7, condition: { line: 8, column: 21 } });
    expect(statement?.error).toEqual({ message: "Divide by zero error.", line: 6, column: 18 });
  });
});

describe("debug()", () => {
  it("returns its argument and reports it", () => {
    const verdict = check("debug(resource.data.list).size() == 3 && debug('a' + 'b') == 'ab'");
    expect(verdict.allowed).toBe(true);
    expect(verdict.debug).toEqual(['["a", "b", "c"]', '"ab"']);
  });
});
