import { endpoints } from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api, loginAdmin } from "../end-to-end/people.ts";
import type { Fixture } from "./fixture.ts";
import { type ForeignSite, openForeignSite } from "./foreign-page.ts";
import { useFixture } from "./use-fixture.ts";

const { hosting } = addresses;
const params = { id: "default" };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

let site: ForeignSite;
let token: string;
beforeAll(async () => {
  site = await openForeignSite();
  token = await loginAdmin();
});
afterAll(async () => {
  await api.call(endpoints.updateWidget, { token, params, body: { allowedDomains: [] } });
  await site.close();
});

describe("the first steps", () => {
  it("tick by themselves that the widget is on a listed page, once one has shown it", async () => {
    const admin = await fixture.agent("admin@livechat.test", PASSWORD);
    // Another file's page may have shown this system's widget, and that is written once an hour: so as if none had.
    const counts = (url: URL) => url.pathname.endsWith("/v1/widgets/default/counts");
    await admin.page.route(counts, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), seen: null } });
    });
    await admin.page.goto(`${hosting}/console/settings/start`);
    const step = admin.page.getByRole("listitem").filter({ hasText: "Put it on your pages" });
    await step.getByText(/^Not seen on a page of yours yet/).waitFor();
    await step.getByRole("img", { name: "To do" }).waitFor();
    await fixture.picture(admin.page, "77-not-seen");
    const { origin } = new URL(site.address);
    await api.call(endpoints.updateWidget, { token, params, body: { allowedDomains: [origin] } });
    const visitor = await (await fixture.person()).newPage();
    await visitor.goto(`${site.address}form`);
    await visitor.getByRole("button", { name: /^Open chat/ }).waitFor();
    await admin.page.unroute(counts);
    await step.getByText(/^Seen on 127\.0\.0\.1:\d+, /).waitFor();
    await step.getByRole("img", { name: "Done" }).waitFor();
    expect(await step.getByText("Not seen").count()).toBe(0);
    await fixture.picture(admin.page, "77-seen");
    await admin.page.emulateMedia({ colorScheme: "dark" });
    await fixture.picture(admin.page, "77-seen-dark");
    await admin.page.setViewportSize({ width: 360, height: 740 });
    await fixture.picture(admin.page, "77-seen-phone");
    const { width = 0, x = 0 } = (await step.boundingBox()) ?? {};
    expect(x + width).toBeLessThanOrEqual(360);
  });
});
