import { describe, expect, it } from "vitest";
import type { FormAnswer } from "./form.ts";
import { type CheckedField, checkForm } from "./form-check.ts";

const field = (id: string, facts: Partial<CheckedField> = {}): CheckedField => ({
  id,
  type: "text",
  required: false,
  options: [],
  showIf: null,
  ...facts,
});
const one = (facts: Partial<CheckedField>, value?: FormAnswer["value"]) =>
  checkForm([field("it", facts)], value === undefined ? [] : [{ id: "it", value }])[0]?.problem ?? null;

describe("an answer", () => {
  it.each<[Partial<CheckedField>, FormAnswer["value"] | undefined, string | null]>([
    [{}, undefined, null],
    [{ required: true }, undefined, "required"],
    [{ required: true }, " ", "required"],
    [{}, "Vera", null],
    [{}, "Vera\nEve", "line"],
    [{ type: "textarea" }, "Vera\nEve", null],
    [{}, true, "type"],
    [{ type: "checkbox" }, "true", "type"],
    [{ type: "checkbox", required: true }, false, "required"],
    [{ type: "consent", required: true }, true, null],
    [{ type: "email" }, "vera@example.com", null],
    [{ type: "email" }, "vera@example", "email"],
    [{ type: "email" }, "a b@example.com", "email"],
    [{ type: "phone" }, "+41 44 123 45 67", null],
    [{ type: "phone" }, "call me", "phone"],
    [{ type: "select", options: [{ value: "a" }] }, "a", null],
    [{ type: "radio", options: [{ value: "a" }] }, "b", "option"],
    [{ type: "group", options: [{ value: "a" }] }, "__proto__", "option"],
  ])("to %o is %o: %s", (facts, value, problem) => {
    expect(one(facts, value)).toBe(problem);
  });
});

describe("a field that depends on another", () => {
  const fields = [
    field("helps", { type: "checkbox" }),
    field("order", { required: true, showIf: { fieldId: "helps", equals: true } }),
    field("reason", { required: true, showIf: { fieldId: "order", equals: "A-7" } }),
  ];

  it("is asked for only where it is shown, through several steps", () => {
    expect(checkForm(fields, [])).toEqual([]);
    expect(checkForm(fields, [{ id: "helps", value: true }])).toEqual([
      { fieldId: "order", problem: "required" },
    ]);
    const shown: FormAnswer[] = [
      { id: "helps", value: true },
      { id: "order", value: "A-7" },
    ];
    expect(checkForm(fields, shown)).toEqual([{ fieldId: "reason", problem: "required" }]);
    expect(checkForm(fields, [{ id: "order", value: "A-7" }])).toEqual([]);
  });

  it("cannot bring in what is no field", () => {
    expect(checkForm(fields, [{ id: "toString", value: "x" }])).toEqual([
      { fieldId: "toString", problem: "unknown" },
    ]);
  });
});
