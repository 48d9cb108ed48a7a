import { Bytes, GeoPoint, Timestamp } from "../../model/value.ts";
import { hasItems } from "../proof/constraint-logic.ts";
import { Constrained, PartialMap } from "../values/constrained.ts";
import { INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { callOverload, type Methods } from "../values/overloads.ts";
import { functionNotFound, nullValueError } from "../values/rule-error.ts";
import {
  Duration,
  isList,
  isMap,
  MapDiff,
  Path,
  RuleSet,
  type RuleValue,
  typeName,
} from "../values/values.ts";
import { bytesMethods } from "./methods/bytes.ts";
import { listMethods, setMethods } from "./methods/collections.ts";
import { mapDiffMethods, mapMethods } from "./methods/maps.ts";
import { pathMethods } from "./methods/paths.ts";
import { stringMethods } from "./methods/strings.ts";
import { durationMethods, latlngMethods, timestampMethods } from "./methods/time-and-place.ts";

/** Throws unless values like the receiver have such a method; called before the arguments are evaluated. */
export function checkMethod(receiver: RuleValue, name: string): void {
  if (receiver === null) throw nullValueError();
  if (!isIndeterminate(receiver) && !Object.hasOwn(methodsOf(receiver), name)) throw functionNotFound(name);
}

/**
 * `receiver.name(args)`. Methods of values that a query does not fix have no known result.
 * The methods are those of firebase.google.com/docs/reference/rules/rules.
 */
export function callMethod(receiver: RuleValue, name: string, args: readonly RuleValue[]): RuleValue {
  if (receiver === null) throw nullValueError();
  if (isIndeterminate(receiver) || args.some(isIndeterminate))
    return indeterminateMethod(receiver, name, args);
  const method = methodsOf(receiver)[name];
  if (method === undefined) throw functionNotFound(name);
  return callOverload({ owner: typeName(receiver), name, method, receiver, args });
}

/** What is known although the receiver or an argument is not known exactly. */
function indeterminateMethod(receiver: RuleValue, name: string, args: readonly RuleValue[]): RuleValue {
  const [first] = args;
  if (receiver instanceof Constrained && (name === "hasAny" || name === "hasAll") && isList(first)) {
    return hasItems(name, receiver, first);
  }
  const map = receiver instanceof PartialMap ? receiver.entries : receiver;
  const method = mapMethods[name];
  const isGet = name === "get" && args.length === 2 && (typeof first === "string" || isList(first));
  const isOfKeys = (name === "keys" || name === "size") && args.length === 0;
  if (!isMap(map) || method === undefined || !(isGet || isOfKeys)) return INDETERMINATE;
  return callOverload({ owner: "map", name, method, receiver: map, args });
}

function methodsOf(receiver: Exclude<RuleValue, null>): Methods {
  if (typeof receiver === "string") return stringMethods;
  if (isList(receiver)) return listMethods;
  if (isMap(receiver)) return mapMethods;
  if (receiver instanceof RuleSet) return setMethods;
  if (receiver instanceof Timestamp) return timestampMethods;
  if (receiver instanceof Duration) return durationMethods;
  if (receiver instanceof Path) return pathMethods;
  if (receiver instanceof MapDiff) return mapDiffMethods;
  if (receiver instanceof Bytes) return bytesMethods;
  if (receiver instanceof GeoPoint) return latlngMethods;
  return {};
}
