import { FieldPath } from "../model/field-path.ts";
import { isMap, type MapValue } from "../model/value.ts";
import { sameValue } from "../storage/same-fields.ts";

/** The paths of the fields that differ, as deep in maps as the difference is. */
export function changedFields(before: MapValue, after: MapValue): string[] {
  return differences(before, after, []).map((segments) => new FieldPath(segments).toString());
}

function differences(before: MapValue, after: MapValue, parent: readonly string[]): string[][] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const path = [...parent, name];
    const [old, next] = [before.get(name), after.get(name)];
    if (old !== undefined && next !== undefined) {
      if (sameValue(old, next)) return [];
      if (isMap(old) && isMap(next)) return differences(old, next, path);
    }
    return [path];
  });
}
