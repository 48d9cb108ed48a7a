import type { Bytes } from "../../../model/value.ts";
import { type Methods, method } from "../../values/overloads.ts";

/**
 * rules.Bytes. Production writes base64 in its URL-safe alphabet with padding, and hexadecimal digits in
 * upper case.
 */
export const bytesMethods: Methods = {
  size: method([[]], (bytes: Bytes) => BigInt(bytes.data.length)),
  toBase64: method([[]], (bytes: Bytes) =>
    Buffer.from(bytes.data).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
  ),
  toHexString: method([[]], (bytes: Bytes) => Buffer.from(bytes.data).toString("hex").toUpperCase()),
};
