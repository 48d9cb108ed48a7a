import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { Agent, type Fixture } from "./fixture.ts";
import { signIn, signInAgain, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

describe("the console's listeners", () => {
  it("have a worker, come back with the network, and serve the next sign-in", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Before");
    const agent = await signIn(fixture, members[0]);
    await agent.open("Before");
    const workers = () => agent.page.workers().filter((worker) => worker.url().includes("database-worker"));
    expect(workers()).toHaveLength(1);
    // The parts of an open conversation come after it: without them a page can show nothing that it has lost.
    for (const part of ["details", "dialogs"]) {
      await agent.page.waitForFunction(
        (name) => performance.getEntriesByType("resource").some((entry) => entry.name.includes(`/${name}-`)),
        part,
      );
    }
    await agent.page.context().setOffline(true);
    const strip = agent.page.getByText("No connection.");
    await strip.waitFor();
    await visitor.write("Meanwhile");
    await agent.page.context().setOffline(false);
    await agent.sees("Meanwhile");
    await strip.waitFor({ state: "detached" });
    await agent.answer("Here I am.");
    await visitor.sees("Here I am.");
    await agent.signOut();
    await agent.page.getByRole("button", { name: "Keep and sign out" }).click();
    await agent.page.getByRole("button", { name: "Sign in" }).waitFor();
    // As after a deployment, which takes away the files that an open page has been made of.
    await agent.page.route("**/console/assets/**", (route) => route.abort());
    await signInAgain(agent.page, members[0]);
    await agent.open("Here I am.");
    await visitor.write("And again");
    await agent.sees("And again");
    expect(workers()).toHaveLength(1);
  });

  it("are in the page where the browser makes no worker", async () => {
    const { groupId, members } = await team(1);
    const context = await fixture.person();
    await context.addInitScript(() => Object.defineProperty(window, "Worker", { value: undefined }));
    const agent = new Agent(await context.newPage());
    await agent.page.goto(`${addresses.hosting}/console`);
    await signInAgain(agent.page, members[0]);
    await agent.page.getByRole("button", { name: "Go online" }).first().click();
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello, page");
    await agent.open("Hello, page");
    await agent.answer("Hello, visitor");
    await visitor.sees("Hello, visitor");
    expect(agent.page.workers()).toEqual([]);
  });
});
