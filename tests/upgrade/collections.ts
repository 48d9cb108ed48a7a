import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Collection } from "../../functions/src/store/collection.ts";

const STORE = join(import.meta.dirname, "..", "..", "functions", "src", "store");

type AnyCollection = Pick<Collection<unknown>, "name" | "parse">;

function isCollection(value: unknown): value is AnyCollection {
  return value !== null && typeof value === "object" && "parse" in value && "ref" in value && "name" in value;
}

/** Every collection that functions/src/store declares, by the last part of its path. */
export async function storedCollections(): Promise<Map<string, AnyCollection>> {
  const files = readdirSync(STORE).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((file) => import(join(STORE, file)) as Promise<object>));
  const collections = modules.flatMap((module) => Object.values(module).filter(isCollection));
  return new Map(collections.map((collection) => [collection.name.split("/").at(-1) ?? "", collection]));
}
