import type protobuf from "protobufjs";
import type { Json } from "./json-text.ts";

const STRUCT_TYPES = new Set([
  ".google.protobuf.Struct",
  ".google.protobuf.Value",
  ".google.protobuf.ListValue",
]);

/** Message types that stand for JSON itself. Only answers have them (explain). */
export function isStruct(type: protobuf.Type): boolean {
  return STRUCT_TYPES.has(type.fullName);
}

interface StructMessage {
  readonly fields?: { readonly [name: string]: StructMessage };
  readonly values?: readonly StructMessage[];
  readonly structValue?: StructMessage;
  readonly listValue?: StructMessage;
  readonly stringValue?: string;
  readonly numberValue?: number;
  readonly boolValue?: boolean;
}

/** The JSON that a Struct, a ListValue or one of their values stands for. */
export function structToJson(message: object): Json {
  const { fields, values, structValue, listValue, stringValue, numberValue, boolValue }: StructMessage =
    message;
  if (fields) {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, structToJson(value)]));
  }
  if (values) return values.map(structToJson);
  if (structValue) return structToJson({ fields: {}, ...structValue });
  if (listValue) return structToJson({ values: [], ...listValue });
  return stringValue ?? numberValue ?? boolValue ?? null;
}
