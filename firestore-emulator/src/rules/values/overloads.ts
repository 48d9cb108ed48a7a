import { nullValueError, unsupportedOperation, wrongArgumentCount } from "./rule-error.ts";
import { type RuleValue, typeName } from "./values.ts";

/** Type of an argument: a type's name, `number` for int and float, `any`. Several by `|`. */
type ArgumentType = string;

export interface Method {
  /** Accepted argument lists, in the order in which errors list them. */
  readonly overloads: readonly (readonly ArgumentType[])[];
  /** Runs only when the arguments fit one of the overloads. */
  run(receiver: RuleValue, args: readonly RuleValue[]): RuleValue;
}

export type Methods = Readonly<Record<string, Method>>;

interface OverloadedCall {
  /** Type or namespace that owns the method; "" for a plain function. */
  readonly owner: string;
  readonly name: string;
  readonly method: Method;
  readonly receiver: RuleValue;
  readonly args: readonly RuleValue[];
}

/** Declares a method. The receiver's type is known from the table in which the method stands. */
export function method<R extends RuleValue>(
  overloads: readonly (readonly ArgumentType[])[],
  run: (receiver: R, ...args: RuleValue[]) => RuleValue,
): Method {
  return { overloads, run: (receiver, args) => run(receiver as R, ...args) };
}

/** Runs a method after checking the number and the types of its arguments. */
export function callOverload(call: OverloadedCall): RuleValue {
  const { overloads } = call.method;
  const prefix = call.owner === "" ? call.name : `${call.owner}.${call.name}`;
  const expected = (): string => overloads.map((types) => `${prefix}(${types.join(", ")})`).join(", ");
  const sameLength = overloads.filter((types) => types.length === call.args.length);
  if (sameLength.length === 0) throw wrongArgumentCount(call.args.length, expected());
  if (!sameLength.some((types) => types.every((type, i) => fits(call.args[i] ?? null, type)))) {
    if (call.args.includes(null)) throw nullValueError();
    throw unsupportedOperation(`${prefix}(${call.args.map(typeName).join(", ")})`, expected());
  }
  return call.method.run(call.receiver, call.args);
}

function fits(value: RuleValue, type: ArgumentType): boolean {
  if (type === "any") return true;
  const name = typeName(value);
  return type === name || (type === "number" && (name === "int" || name === "float"));
}
