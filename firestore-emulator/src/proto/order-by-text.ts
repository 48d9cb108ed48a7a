import { FieldPath } from "../model/field-path.ts";
import { invalidArgument } from "../model/status.ts";
import { completeOrders } from "../query/orders.ts";
import type { Order } from "../query/query.ts";

/** ListDocuments' order_by: "priority desc, __name__ desc". Throws INVALID_ARGUMENT. */
export function parseOrderBy(text: string): Order[] {
  if (text.trim() === "") return completeOrders(undefined, []);
  const orders = text.split(",").map((part): Order => {
    const match = /^\s*(\S+?)(?:\s+(asc|desc))?\s*$/i.exec(part);
    if (!match) throw invalidArgument(`Invalid order_by: "${text}".`);
    const direction = match[2]?.toLowerCase() === "desc" ? "desc" : "asc";
    return { path: FieldPath.parse(match[1] as string), direction };
  });
  return completeOrders(undefined, orders);
}
