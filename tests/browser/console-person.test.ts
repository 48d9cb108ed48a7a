import { endpoints } from "@livechat/contract";
import jwt from "jsonwebtoken";
import { describe, expect, it } from "vitest";
import { ApiClient } from "../../local/api-client.ts";
import { addresses } from "../addresses.ts";
import { api, unique } from "../end-to-end/people.ts";
import { type Agent, type Fixture, PATIENCE_MS, Visitor } from "./fixture.ts";
import { signIn, type Team, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

/** A widget that takes signed identities, and what signs them. */
async function signer({ adminToken: token }: Team) {
  const made = await api.call(endpoints.createWidget, { token, body: { name: unique("Shop") } });
  const widgetId = made.body.id;
  const params = { id: widgetId };
  await api.call(endpoints.updateWidget, { token, params, body: { identity: "report" } });
  await api.call(endpoints.publishWidget, { token, params });
  const key = (await api.call(endpoints.createIdentityKey, { token, body: {} })).body;
  const secret = Buffer.from(key.secret.slice("lc_idk_".length), "base64url");
  const sign = (subject: string, name: string) =>
    jwt.sign({ name }, secret, { keyid: key.id, subject, audience: "demo-livechat", expiresIn: 600 });
  return { widgetId, sign };
}

const details = (agent: Agent) => agent.page.getByRole("complementary", { name: "Details" });
const fact = (agent: Agent, label: string) =>
  details(agent).locator(".facts-list > div", { hasText: label }).locator("dd");

describe("what is known of a person", () => {
  it("stands beside the chat: the pages of the visit, and those from which they write on", async () => {
    const { members, groupId } = await team(1);
    const agent = await signIn(fixture, members[0]);
    const page = await (await fixture.person()).newPage();
    await page.goto(`${hosting}/demo?group=${groupId}&secret=1`);
    const visitor = new Visitor(page);
    await visitor.openChat();
    await page.evaluate(() => history.pushState(null, "", "/demo/polar?secret=2"));
    await visitor.write("Is Polar in stock?");
    await visitor.sees("joined");
    await agent.open("Is Polar in stock?");
    const trail = details(agent).locator(".page-trail li");
    await expect.poll(() => trail.allTextContents(), patiently).toEqual(["/demo", "/demo/polar"]);
    await expect.poll(() => fact(agent, "Country").textContent(), patiently).toBe("Unknown");
    await expect.poll(() => fact(agent, "Identity").textContent(), patiently).toBe("As they say themselves");
    await page.evaluate(() => history.pushState(null, "", "/demo/cart"));
    await visitor.write("I take it");
    await expect.poll(() => trail.last().textContent(), patiently).toBe("/demo/cart");
    expect(await details(agent).textContent()).not.toContain("secret");
    await fixture.picture(agent.page, "60-person");
  });

  it("is changed and noted by agents, for the whole team, and never seen by the visitor", async () => {
    const { members, groupId } = await team(2);
    const agent = await signIn(fixture, members[0]);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Me again");
    await visitor.sees("joined");
    await agent.open("Me again");
    await details(agent).getByRole("button", { name: "Change" }).click();
    await details(agent).getByLabel("Name").fill("Vera Muster");
    await details(agent).getByRole("button", { name: "Save" }).click();
    await agent.page.getByRole("heading", { level: 2, name: "Vera Muster" }).waitFor();
    await details(agent).getByLabel("A note for the team").fill("Prefers to be called");
    await details(agent).getByRole("button", { name: "Add", exact: true }).click();
    await details(agent).locator(".person-note", { hasText: "Prefers to be called" }).waitFor();
    const colleague = await signIn(fixture, members[1]);
    await colleague.page.goto(agent.page.url());
    const note = details(colleague).locator(".person-note");
    await expect
      .poll(() => note.allTextContents(), patiently)
      .toEqual([expect.stringContaining(members[0]?.name ?? "")]);
    await expect.poll(() => note.getByRole("button").count(), patiently).toBe(0);
    expect(await visitor.panel.textContent()).not.toContain("Prefers to be called");
    await details(agent).getByRole("button", { name: "Delete the note" }).click();
    await expect.poll(() => details(agent).locator(".person-note").count(), patiently).toBe(0);
  });

  it("is marked as verified once the company's server has signed it, and comes from where the front end says", async () => {
    const company = await team(1);
    const { widgetId, sign } = await signer(company);
    const agent = await signIn(fixture, company.members[0]);
    const token = sign(unique("customer"), "Vera Signed");
    const { sessionToken } = (await api.call(endpoints.identify, { body: { token, widgetId } })).body;
    const body = { sessionToken, widgetId, groupId: company.groupId, message: "It is really me" };
    const fromZurich = (request: Request) => {
      request.headers.set("X-Country-Code", "CH");
      return fetch(request);
    };
    await new ApiClient(addresses.api, fromZurich).call(endpoints.startSession, { body });
    await agent.open("It is really me");
    await expect.poll(() => fact(agent, "Country").textContent(), patiently).toBe("Switzerland");
    await agent.conversation.getByText("Verified by the company").waitFor({ state: "attached" });
    await expect.poll(() => fact(agent, "Identity").textContent(), patiently).toContain("Verified");
    await details(agent).getByRole("button", { name: "Change" }).click();
    expect(await details(agent).getByLabel("Id at the company").isDisabled()).toBe(true);
  });
});
