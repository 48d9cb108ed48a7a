import { endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { PROJECT_ID } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api } from "../end-to-end/people.ts";
import { type Agent, type Fixture, PATIENCE_MS, typeUntilSeen, type Visitor } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const MESSAGES_EACH = 100;
/** So many messages of each side go between two cuts of all streams. */
const MESSAGES_BETWEEN_CUTS = 20;
/** Two hundred messages typed one by one, on whatever machine. */
const LONG = { timeout: 300_000 };
const DAY_MILLIS = 24 * 3600 * 1000;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

async function cutAllStreams(): Promise<void> {
  const response = await fetch(`http://${addresses.firestore}/emulator/v1/projects/${PROJECT_ID}:faults`, {
    method: "POST",
    headers: { Authorization: "Bearer owner" },
    body: JSON.stringify({ dropStreams: true }),
  });
  if (!response.ok) throw new Error(`The emulator answered ${response.status}.`);
}

const numbered = (who: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `${who} ${from + at}`);

async function say(person: Visitor | Agent, texts: string[]): Promise<void> {
  for (const text of texts) {
    await person.input.fill(text);
    await person.input.press("Enter");
  }
}

/** What one of the two said, in the order in which it is shown. */
const said = (who: string, texts: string[]) => texts.filter((text) => text.startsWith(who));

describe("with faults", () => {
  it(
    "both timelines are complete, in order and without doubles, however often streams are cut",
    LONG,
    async () => {
      const { groupId, members } = await team(1);
      const visitor = await fixture.visitor(groupId);
      const agent = await signIn(fixture, members[0]);
      await visitor.write("Hello?");
      await agent.open("Hello?");
      await visitor.sees("joined");
      for (let from = 0; from < MESSAGES_EACH; from += MESSAGES_BETWEEN_CUTS) {
        const to = from + MESSAGES_BETWEEN_CUTS;
        await Promise.all([say(visitor, numbered("V", from, to)), say(agent, numbered("A", from, to))]);
        await cutAllStreams();
      }
      const total = 1 + 2 * MESSAGES_EACH;
      const longer = { timeout: 3 * PATIENCE_MS };
      await expect.poll(async () => (await visitor.sent()).length, longer).toBe(total);
      const whole = async () => {
        await agent.lookEarlier();
        return (await agent.sent()).length;
      };
      await expect.poll(whole, longer).toBe(total);
      const seen = await visitor.messages();
      expect(said("V", seen)).toEqual(numbered("V", 0, MESSAGES_EACH));
      expect(said("A", seen)).toEqual(numbered("A", 0, MESSAGES_EACH));
      expect(await agent.messages()).toEqual(seen);
    },
  );

  it("what was written while the API was down is sent afterwards, once, also after a reload", async () => {
    const { groupId } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("One");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["One"]);
    const posts = "**/v1/threads/**";
    let lost = 0;
    // The first answer is lost on its way back: the server has the message, the visitor does not know it.
    await visitor.page.route(posts, async (route) => {
      lost += 1;
      if (lost === 1) await route.fetch();
      await route.abort();
    });
    await say(visitor, ["Two", "Three", "Four"]);
    await visitor.sees("No connection.");
    await fixture.picture(visitor.page, "12-api-down");
    // The chat was open, and so it is again.
    await visitor.page.reload();
    await visitor.sees("Four");
    await visitor.page.unroute(posts);
    await expect.poll(() => visitor.sent(), patiently).toEqual(["One", "Two", "Three", "Four"]);
    expect(await visitor.messages()).toHaveLength(4);
  });

  it.each([-1, 1])("the order does not depend on the visitor's clock, wrong by %i day", async (days) => {
    const { groupId, members } = await team(1);
    const person = await fixture.person();
    await person.addInitScript((shift) => {
      const { now } = Date;
      Date.now = () => now() + shift;
    }, days * DAY_MILLIS);
    const visitor = await fixture.visit(person, groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("First");
    await agent.open("First");
    await agent.answer("Second");
    await visitor.sees("Second");
    await visitor.write("Third");
    await agent.sees("Third");
    await typeUntilSeen(visitor, agent);
    expect(await visitor.messages()).toEqual(["First", "Second", "Third"]);
    await expect.poll(() => agent.messages(), patiently).toEqual(["First", "Second", "Third"]);
  });

  it("a chat whose live part cannot be loaded works by asking, says so, and goes live when it can", async () => {
    const { groupId } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.page.route("**/assets/*firebase*", (route) => route.abort());
    await visitor.write("Hello?");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Hello?"]);
    await visitor.sees("Live updates are blocked here");
    await visitor.sees("Nobody is here right now. We will answer");
    await visitor.page.unroute("**/assets/*firebase*");
    await visitor.panel.getByText("Live updates are blocked here").waitFor({ state: "detached" });
    await visitor.sees("Nobody is here right now. We will answer");
  });

  it("hostile text is shown as text", async () => {
    const texts = [
      `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`,
      "</p></li><style>*{display:none}</style>&amp;&lt;b&gt;",
      "javascript:alert(1) {{constructor}} %s \\u0000",
      "\u202Eesrever\u202C \u2066isolated\u2069 \u200B\u200D\uFEFFzero",
      "𝒳".repeat(20),
      "W".repeat(16_000),
    ];
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("Hello?");
    await agent.open("Hello?");
    for (const text of texts) await visitor.write(text);
    await expect.poll(() => agent.messages(), patiently).toEqual(["Hello?", ...texts]);
    expect(await visitor.messages()).toEqual(["Hello?", ...texts]);
    expect(await visitor.page.title()).toContain("Nordlicht");
    const scrollsSideways = await agent.page.evaluate(() => {
      const scroller = document.querySelector(".scroller");
      return scroller !== null && scroller.scrollWidth > scroller.clientWidth;
    });
    expect(scrollsSideways).toBe(false);
    await fixture.picture(agent.page, "13-hostile-text");
  });

  it("a deleted agent's console ends at once", async () => {
    const { groupId, members, adminToken } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("Hello?");
    await agent.open("Hello?");
    const params = { id: members[0]?.id ?? "" };
    await api.call(endpoints.deleteAgent, { token: adminToken, params });
    await agent.page.getByRole("button", { name: "Sign in" }).waitFor();
    await fixture.picture(agent.page, "14-deleted-agent");
  });

  it("a banned visitor is told so at once, and what they write is not taken", async () => {
    const { groupId, adminToken } = await team(1);
    const visitor = await fixture.visitor(groupId);
    await visitor.write("Hello?");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Hello?"]);
    const visitorId = await visitor.page.evaluate<string>("livechat('getState').visitorId");
    await api.call(endpoints.createBan, { token: adminToken, body: { visitorId, reason: "Insults" } });
    const banner = visitor.panel.locator(".banner", { hasText: "You cannot write to us here any more." });
    await banner.waitFor();
    await visitor.write("Again");
    await visitor.panel.locator(".message.failed", { hasText: "You cannot write to us" }).waitFor();
    expect(await visitor.sent()).toEqual(["Hello?"]);
  });

  it("two tabs of a visitor send each message once and show the same", async () => {
    const { groupId } = await team(1);
    const person = await fixture.person();
    const [left, right] = [await fixture.visit(person, groupId), await fixture.visit(person, groupId)];
    await Promise.all([say(left, numbered("L", 0, 5)), say(right, numbered("R", 0, 5))]);
    await expect.poll(async () => (await left.sent()).length, patiently).toBe(10);
    await expect.poll(async () => (await right.sent()).length, patiently).toBe(10);
    const shown = await left.messages();
    expect(await right.messages()).toEqual(shown);
    expect(said("L", shown)).toEqual(numbered("L", 0, 5));
    expect(said("R", shown)).toEqual(numbered("R", 0, 5));
  });
});
