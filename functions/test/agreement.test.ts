import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { endpointList } from "@livechat/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "../src/docs/openapi.ts";
import { postmanCollection } from "../src/docs/postman/collection.ts";
import { routes } from "../src/http/routes.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");
const readJson = async (file: string) => JSON.parse(await readFile(join(docs, file), "utf8")) as unknown;

const names = (list: Iterable<string>) => [...new Set(list)].sort();
const declared = names(endpointList.map(({ method, path }) => `${method} ${path}`));

describe("what describes the API agrees", () => {
  it("has a route for every endpoint of the contract, and no other", () => {
    const served = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
    expect([...served].sort()).toEqual(declared);
  });

  it("has an operation in the OpenAPI document for every endpoint, and no other", () => {
    const { paths } = openApiDocument();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(declared);
  });

  it("has requests in the Postman collection for every endpoint, and no other", () => {
    const requests = postmanCollection().item.flatMap(({ item }) => item.map(({ request }) => request));
    const pattern = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
    const called = requests.map(({ method, url }) => {
      const path = `/${url.path.join("/")}`;
      const endpoint = endpointList.find((each) => each.method === method && pattern(each.path).test(path));
      return `${method} ${endpoint?.path ?? path}`;
    });
    expect(names(called)).toEqual(declared);
    expect(requests.length).toBeGreaterThanOrEqual(40);
  });

  it("has checked in what the contract makes: run npm run docs:generate when it has not", async () => {
    expect(await readJson("openapi.json")).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    const collection = JSON.parse(JSON.stringify(postmanCollection())) as unknown;
    expect(await readJson("LiveChat_API.postman_collection.json")).toEqual(collection);
  });

  it("describes every answer by a schema that is one", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const { paths, components } = openApiDocument();
    const described = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ responses }) => Object.values(responses as Record<string, { content?: object }>))
      .flatMap(({ content }) => Object.values(content ?? {}) as { schema: object }[])
      .map(({ schema }) => schema);
    expect(described.length).toBeGreaterThan(endpointList.length / 2);
    const wrong = [...described, ...Object.values(components.schemas)].filter(
      (schema) => ajv.validateSchema(schema) !== true,
    );
    expect(wrong).toEqual([]);
  });

  it.each(endpointList)("has examples of $name that its own schemas take", ({ body, response, example }) => {
    expect(body.safeParse(example?.body ?? {}).error).toBeUndefined();
    expect(response.safeParse(example?.response ?? null).error).toBeUndefined();
  });
});

describe("the collection", () => {
  it("uses no variable in a path or a body before a request has set it", () => {
    const known = new Set(["base_url", "admin_email", "admin_password", "run"]);
    const early: string[] = [];
    for (const { name, request, event } of postmanCollection().item.flatMap((folder) => folder.item)) {
      const scripts = JSON.stringify(event);
      const set = (when: string) =>
        [...scripts.matchAll(/collectionVariables\.set\(\\"(\w+)\\"/g)].flatMap(([, each]) =>
          each && (when === "after" || /throwaway/.test(each)) ? [each] : [],
        );
      for (const each of set("before")) known.add(each);
      const used = JSON.stringify([request.url, request.body ?? null]).matchAll(/\{\{(\w+)\}\}/g);
      for (const [, each] of used) if (each && !known.has(each)) early.push(`${name}: ${each}`);
      for (const each of set("after")) known.add(each);
    }
    expect(early).toEqual([]);
  });

  it("declares every variable that it uses or sets", () => {
    const collection = postmanCollection();
    const variables = new Set(collection.variable.map(({ key }) => key));
    const text = JSON.stringify(collection.item);
    const used = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "");
    const set = [...text.matchAll(/collectionVariables\.set\(\\"(\w+)\\"/g)].map(([, name]) => name ?? "");
    expect([...used, ...set].filter((name) => !variables.has(name))).toEqual([]);
    for (const name of ["jwt_token", "agent_id", "group_id", "conversation_id", "thread_id"]) {
      expect(set).toContain(name);
    }
  });
});
