import { FIELD_TYPES, type FormField, fieldType, formFields } from "@livechat/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  answersOf,
  asSent,
  equalsFrom,
  inOrder,
  movedField,
  newField,
  optionsFrom,
  textOfOptions,
  withType,
} from "./fields.ts";

const LANGUAGES = ["en", "de"];
const field = (id: string, more: Partial<FormField> = {}): FormField => ({ ...newField([]), id, ...more });

it("offers every type that the contract has", () => {
  expect(FIELD_TYPES).toEqual(fieldType.options);
});

it("gives each new field an id of its own", () => {
  const first = newField([]);
  const second = newField([first]);
  expect([first.id, second.id, newField([second]).id]).toEqual(["field-1", "field-2", "field-3"]);
});

it("options are lines, and come back from them", () => {
  const options = optionsFrom(
    "order = My order | Meine Bestellung\n\n Something else \nother=Else",
    LANGUAGES,
  );
  expect(options).toEqual([
    { value: "order", label: { en: "My order", de: "Meine Bestellung" } },
    { value: "Something else", label: { en: "Something else" } },
    { value: "other", label: { en: "Else" } },
  ]);
  const again = optionsFrom(textOfOptions([options[0], options[2]] as typeof options, LANGUAGES), LANGUAGES);
  expect(again).toEqual([options[0], options[2]]);
});

it("a field that no longer chooses has no options, an e-mail goes to the visitor", () => {
  const topic = field("topic", { type: "select", options: [{ value: "a", label: {} }] });
  expect(withType(topic, "radio").options).toHaveLength(1);
  expect(withType(topic, "text").options).toEqual([]);
  expect(withType(field("x"), "email").mapsTo).toBe("email");
});

it("a condition on a box is yes or no, on a choice one of its options", () => {
  const box = field("box", { type: "checkbox" });
  expect([equalsFrom(box, "true"), equalsFrom(box, "false"), equalsFrom(field("x"), "true")]).toEqual([
    true,
    false,
    "true",
  ]);
  const topic = field("topic", { type: "radio", options: [{ value: "a", label: {} }] });
  expect([answersOf(box), answersOf(topic), answersOf(field("x"))]).toEqual([["true", "false"], ["a"], null]);
});

it("whatever is moved, the form is one that the API takes, with the same fields", () => {
  const moves = fc.array(fc.tuple(fc.nat(3), fc.constantFrom(1 as const, -1 as const)));
  const fields = [
    field("a"),
    field("b", { showIf: { fieldId: "a", equals: "yes" } }),
    field("c", { showIf: { fieldId: "b", equals: "yes" } }),
    field("d"),
  ];
  fc.assert(
    fc.property(moves, (steps) => {
      const moved = steps.reduce((now, [at, step]) => movedField(now, at, step), fields);
      expect(formFields.safeParse(moved).success).toBe(true);
      expect(moved.map(({ id }) => id).sort()).toEqual(["a", "b", "c", "d"]);
    }),
  );
});

it("a text that was emptied is not sent", () => {
  expect(asSent(field("a", { label: { en: "Order", de: " " } })).label).toEqual({ en: "Order" });
});

it("what is taken away takes the conditions on it along", () => {
  const fields = [field("b", { showIf: { fieldId: "a", equals: "yes" } }), field("c")];
  expect(inOrder(fields).map(({ showIf }) => showIf)).toEqual([null, null]);
});
