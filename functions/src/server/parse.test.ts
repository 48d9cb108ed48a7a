import { createAgentBody, pageQuery, startSessionBody, transferBody } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ChatError } from "../platform/error.ts";
import { type Part, parseStrictly } from "./parse.ts";

function refusedPaths(schema: z.ZodType, value: unknown, part: Part): string[] | undefined {
  try {
    parseStrictly(schema, value, part);
  } catch (error) {
    if (error instanceof ChatError) return error.details?.map(({ path }) => path);
    throw error;
  }
  throw new Error("This should have been refused.");
}

describe("a validation error", () => {
  it("names every wrong field as its sender knows it", () => {
    const agent = { name: "", email: "anna", password: "a password", colour: "red" };
    expect(refusedPaths(createAgentBody, agent, "body")).toEqual(["name", "email", "colour"]);
    const session = { visitor: { name: 1, mood: "good" } };
    expect(refusedPaths(startSessionBody, session, "body")).toEqual(["visitor.name", "visitor.mood"]);
    expect(refusedPaths(pageQuery, { limit: "0", page: "2" }, "query")).toEqual(["limit", "page"]);
  });

  it("tells a field of the path from one of the body", () => {
    expect(refusedPaths(z.strictObject({ id: z.string().max(3) }), { id: "long" }, "path")).toEqual([
      "path.id",
    ]);
  });

  it("names the field that is wrong in the nearest of several forms", () => {
    expect(refusedPaths(transferBody, { groupId: 7, note: "Please" }, "body")).toEqual(["groupId"]);
    expect(refusedPaths(transferBody, { agentId: "anna", groupId: "sales" }, "body")).toEqual(["groupId"]);
  });

  it("names the body when it is wrong as a whole", () => {
    expect(refusedPaths(createAgentBody, [], "body")).toEqual(["body"]);
  });
});
