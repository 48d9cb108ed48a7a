import { describe, expect, it } from "vitest";
import { type Fixture, PATIENCE_MS, typeUntilSeen } from "./fixture.ts";
import { signIn, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

describe("a visitor and an agent", () => {
  it("write, see each other type and see what was seen; the agent's tab reloads", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("Do you ship to Norway?");
    await agent.open("Do you ship to Norway?");
    await visitor.sees(`${members[0]?.name} joined`);
    await expect.poll(() => visitor.panel.locator(".mark").allTextContents(), patiently).toEqual(["Seen"]);

    await typeUntilSeen(agent, visitor);
    await fixture.picture(visitor.page, "1-agent-types");
    await agent.answer("Yes, in four days.");
    await visitor.sees("Yes, in four days.");
    await expect
      .poll(() => agent.conversation.locator(".mark").allTextContents(), patiently)
      .toEqual(["Seen"]);
    await typeUntilSeen(visitor, agent);
    await fixture.picture(agent.page, "2-visitor-types");

    await agent.note("Asked before in March");
    await expect.poll(() => agent.sent(), patiently).toContain("Asked before in March");
    await agent.page.reload();
    await agent.sees("Asked before in March");
    await visitor.write("Great!");
    await agent.sees("Great!");
    await agent.answer("You are welcome.");
    await visitor.sees("You are welcome.");
    const said = ["Do you ship to Norway?", "Yes, in four days.", "Great!", "You are welcome."];
    await expect.poll(() => visitor.sent(), patiently).toEqual(said);
    await expect
      .poll(() => agent.sent(), patiently)
      .toEqual([...said.slice(0, 2), "Asked before in March", ...said.slice(2)]);
    await fixture.picture(agent.page, "3-after-the-agents-reload");
  });

  it("go on after the visitor was offline, wrote and came back", async () => {
    const { groupId, members } = await team(1);
    const visitor = await fixture.visitor(groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("Hello?");
    await agent.open("Hello?");
    await expect.poll(() => visitor.sent(), patiently).toEqual(["Hello?"]);
    await visitor.page.context().setOffline(true);
    await visitor.sees("No connection.");
    await visitor.write("I am in a tunnel");
    await visitor.write("Still in it");
    await fixture.picture(visitor.page, "4-visitor-offline");
    await agent.answer("Take your time");
    await expect.poll(() => agent.sent(), patiently).toEqual(["Hello?", "Take your time"]);
    await visitor.page.context().setOffline(false);
    const said = ["Hello?", "Take your time", "I am in a tunnel", "Still in it"];
    await expect.poll(() => visitor.sent(), patiently).toEqual(said);
    await expect.poll(() => agent.sent(), patiently).toEqual(said);
    await fixture.picture(visitor.page, "5-visitor-back-online");
  });

  it("and a second agent takes over", async () => {
    const { groupId, members } = await team(2);
    const visitor = await fixture.visitor(groupId);
    const first = await signIn(fixture, members[0]);
    await visitor.write("My lamp is broken");
    await first.open("My lamp is broken");
    await visitor.sees(`${members[0]?.name} joined`);
    const second = await signIn(fixture, members[1]);
    await fixture.picture(first.page, "6-before-the-transfer");
    await first.transfer(members[1]?.name ?? "", "Knows more about lamps");
    await second.open("My lamp is broken");
    await second.sees("Knows more about lamps");
    await visitor.sees(`${members[1]?.name} joined`);
    await second.answer("I will send you a new one.");
    await visitor.sees("I will send you a new one.");
    expect(await visitor.messages()).toEqual(["My lamp is broken", "I will send you a new one."]);
    await fixture.picture(second.page, "7-second-agent");
    await fixture.picture(visitor.page, "8-second-agent-for-the-visitor");
  });

  it("and the visitor returns later to the history and continues it", async () => {
    const { groupId, members } = await team(1);
    const person = await fixture.person();
    const visitor = await fixture.visit(person, groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("Where is my parcel?");
    await agent.open("Where is my parcel?");
    await agent.answer("On its way.");
    await visitor.sees("On its way.");
    await visitor.page.close();
    await agent.close();

    const later = await fixture.visit(person, groupId);
    await later.sees("On its way.");
    await later.sees("The conversation has ended.");
    await fixture.picture(later.page, "9-visitor-returns");
    await later.write("It has come, thank you!");
    await expect
      .poll(() => later.sent(), patiently)
      .toEqual(["Where is my parcel?", "On its way.", "It has come, thank you!"]);
    await agent.open("It has come, thank you!");
    await agent.answer("You are welcome.");
    await later.sees("You are welcome.");
  });

  it("see the place in the queue fall", async () => {
    const { groupId, members } = await team(1, 1);
    await signIn(fixture, members[0]);
    const first = await fixture.visitor(groupId);
    await first.write("First");
    await first.sees("joined");
    const second = await fixture.visitor(groupId);
    await second.write("Second");
    await second.sees("You are number 1 in the queue");
    const third = await fixture.visitor(groupId);
    await third.write("Third");
    await third.sees("You are number 2 in the queue");
    await fixture.picture(third.page, "10-second-in-the-queue");
    await first.page.getByRole("button", { name: "End conversation" }).click();
    await first.page.getByRole("button", { name: "End it" }).click();
    await second.sees("joined");
    await third.sees("You are number 1 in the queue");
    await fixture.picture(third.page, "11-first-in-the-queue");
  });
});
