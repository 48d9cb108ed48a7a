import { describe, expect, it } from "vitest";
import { DEFAULT_REGION, parseDeployment } from "./deployment.ts";

describe("the shape of the deployment", () => {
  it("needs no variable", () => {
    expect(parseDeployment({})).toMatchObject({
      region: DEFAULT_REGION,
      databaseId: "(default)",
      http: { minInstances: 0, memory: "512MiB" },
    });
  });

  it("takes an empty region and database for the default ones", () => {
    expect(parseDeployment({ LIVECHAT_REGION: "", LIVECHAT_DATABASE: "" })).toEqual(parseDeployment({}));
  });

  it("follows the variables", () => {
    const variables = {
      LIVECHAT_REGION: "europe-west1",
      LIVECHAT_DATABASE: "restored",
      HTTP_MIN_INSTANCES: "1",
    };
    expect(parseDeployment(variables)).toMatchObject({
      region: "europe-west1",
      databaseId: "restored",
      http: { minInstances: 1 },
    });
  });

  it.each([
    ["no instance at all", { HTTP_MAX_INSTANCES: "0" }],
    ["a memory that Google does not sell", { TASK_MEMORY: "3GiB" }],
    ["a task that runs longer than Cloud Tasks waits", { TASK_TIMEOUT_SECONDS: "1801" }],
    ["a number that is none", { ASSIGN_MAX_ATTEMPTS: "many" }],
  ])("refuses %s", (_, wrong) => {
    expect(() => parseDeployment(wrong)).toThrow();
  });
});
