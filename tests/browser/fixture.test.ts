import { EventEmitter, once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { addresses } from "../addresses.ts";
import { Fixture } from "./fixture.ts";

const { hosting } = addresses;

it("a request that is answered while its person leaves fails no test", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const fixture = await Fixture.open();
  onTestFinished(async () => {
    process.off("unhandledRejection", note);
    await fixture.close();
  });
  const page = await (await fixture.person()).newPage();
  const happened = new EventEmitter();
  await page.route("**/v1/widget/config*", async (route) => {
    const answer = await route.fetch();
    const left = once(happened, "left");
    happened.emit("asked");
    await left;
    await answer.json().finally(() => happened.emit("answered"));
  });
  const asked = once(happened, "asked");
  await page.goto(`${hosting}/demo`);
  await asked;
  await fixture.closePeople();
  const answered = once(happened, "answered");
  happened.emit("left");
  await answered;
  await setImmediate();
  expect(unhandled).toEqual([]);
});
