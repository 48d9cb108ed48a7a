import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { endpoints } from "@livechat/contract";
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api, loginAdmin, unique } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const { hosting } = addresses;

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

/** The company's own system: it takes every delivery. */
let receiver: Server;
let address = "";
beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.writeHead(200).end("taken"));
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/livechat`;
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));

async function adminAt(path: string): Promise<Page> {
  const page = await (await fixture.person()).newPage();
  await page.goto(`${hosting}/console/${path}`);
  await page.getByLabel("E-mail").fill("admin@livechat.test");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Places" }).waitFor();
  return page;
}

/** What a dialog shows once, by its label; the dialog is left. */
async function shownOnce(page: Page, label: string): Promise<string> {
  const value = await page.getByRole("textbox", { name: label }).inputValue();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("textbox", { name: label }).waitFor({ state: "detached" });
  return value;
}

describe("an admin, for the company's own systems,", () => {
  it("makes an API key that is shown once and works within its scopes, and revokes it", async () => {
    const page = await adminAt("settings/apiKeys");
    const name = unique("CRM");
    await page.getByRole("button", { name: "Make an API key" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByRole("combobox", { name: "conversations" }).selectOption("read");
    await fixture.picture(page, "60-api-key-dialog");
    await page.getByRole("button", { name: "Save" }).click();
    const secret = await shownOnce(page, "The API key");
    const ask = async (path: string) =>
      (await fetch(`${addresses.api}${path}`, { headers: { Authorization: `Bearer ${secret}` } })).status;
    expect(await ask("/v1/conversations")).toBe(200);
    expect(await ask("/v1/agents")).toBe(403);
    const row = page.getByRole("row", { name: new RegExp(name) });
    await row.getByText("conversations:read").waitFor();
    expect(await page.content()).not.toContain(secret);
    await fixture.picture(page, "61-api-keys");
    await row.getByRole("button", { name: "Revoke" }).click();
    await row.getByRole("alert").getByRole("button", { name: "Revoke" }).click();
    await row.getByText(/^Revoked on/).waitFor();
    await expect.poll(() => ask("/v1/conversations"), patiently).toBe(401);
  });

  it("makes a webhook, sends a test, reads the log of deliveries, changes the secret, and deletes it", async () => {
    const page = await adminAt("settings/webhooks");
    await page.getByRole("button", { name: "Add a webhook" }).click();
    await page.getByLabel("Address").fill(address);
    await page.getByRole("checkbox", { name: "rating.*" }).check();
    expect(await page.getByRole("checkbox", { name: "rating.created" }).isDisabled()).toBe(true);
    await fixture.picture(page, "62-webhook-dialog");
    await page.getByRole("button", { name: "Save" }).click();
    expect(await shownOnce(page, "The webhook's secret")).toMatch(/^whsec_/);
    const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: address }) });
    await card.getByRole("button", { name: "Send a test" }).click();
    await page.getByRole("dialog").getByText("webhook.ping").click();
    await page.getByRole("dialog").getByText("taken").waitFor();
    await page.keyboard.press("Escape");
    await card.getByRole("button", { name: "Deliveries" }).click();
    const log = page.getByRole("dialog");
    await log.getByText("Tell again").first().waitFor();
    await fixture.picture(page, "63-webhook-deliveries");
    await page.keyboard.press("Escape");
    await card.getByRole("button", { name: "New secret" }).click();
    await card.getByRole("alert").getByRole("button", { name: "New secret" }).click();
    expect(await shownOnce(page, "The webhook's secret")).toMatch(/^whsec_/);
    await card.getByRole("button", { name: "Pause" }).click();
    await card.getByText("Paused").waitFor();
    await fixture.picture(page, "64-webhooks");
    await card.getByRole("button", { name: "Delete" }).click();
    await card.getByRole("alert").getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => card.count(), patiently).toBe(0);
  });

  it("adds a bot with its two secrets, switches it off, deletes and restores it", async () => {
    const page = await adminAt("settings/bots");
    const name = unique("Robbie");
    await page.getByRole("button", { name: "Add a bot" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Address that is told").fill(address);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("textbox", { name: "The bot's API key" }).waitFor();
    await fixture.picture(page, "65-shown-once");
    expect(await shownOnce(page, "The webhook's secret")).toMatch(/^whsec_/);
    const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
    await card.getByRole("button", { name: "Switch off" }).click();
    await card.getByRole("button", { name: "Switch on" }).waitFor();
    await fixture.picture(page, "66-bots");
    await card.getByRole("button", { name: "Delete" }).click();
    await card.getByRole("alert").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: `Restore ${name}` }).click();
    await card.waitFor();
    await card.getByRole("button", { name: "Delete" }).click();
    await card.getByRole("alert").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: `Restore ${name}` }).waitFor();
  });

  it("makes an identity key, shown once, and deletes it", async () => {
    const page = await adminAt("settings/identity");
    const name = unique("Shop");
    await page.getByRole("button", { name: "Make an identity key" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Save" }).click();
    expect(await shownOnce(page, "The identity key's secret")).toMatch(/^lc_idk_/);
    const row = page.getByRole("row", { name: new RegExp(name) });
    await fixture.picture(page, "67-identity");
    await row.getByRole("button", { name: "Delete" }).click();
    await row.getByRole("alert").getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => row.count(), patiently).toBe(0);
  });
});

describe("an admin, for the tags,", () => {
  it("merges one into another, and chats have the other", async () => {
    const token = await loginAdmin();
    const make = async (name: string) =>
      (await api.call(endpoints.createTag, { token, body: { name } })).body;
    const [goes, stays] = [await make(unique("Returns")), await make(unique("Refund"))];
    const body = { name: unique("View"), filter: { tagIds: [goes.id] } };
    const view = (await api.call(endpoints.createView, { token, body })).body;
    const page = await adminAt("people/tags");
    await page.getByRole("button", { name: `Merge ${goes.name} into another tag` }).click();
    await page.getByRole("combobox", { name: "Into" }).selectOption(stays.id);
    await fixture.picture(page, "71-merge-tags");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText(`${goes.name} is now ${stays.name}: 1 place was changed.`).waitFor();
    await page.getByRole("button", { name: `Edit ${goes.name}` }).waitFor({ state: "detached" });
    const { items } = (await api.call(endpoints.listViews, { token, query: { limit: "100" } })).body;
    expect(items.find(({ id }) => id === view.id)?.filter).toEqual({ tagIds: [stays.id] });
    await api.call(endpoints.deleteView, { token, params: { id: view.id } });
    await api.call(endpoints.deleteTag, { token, params: { id: stays.id } });
  });
});

describe("an admin, for the hours,", () => {
  const CALENDAR = [
    "BEGIN:VCALENDAR",
    ...["BEGIN:VEVENT", "DTSTART;VALUE=DATE:20990801", "SUMMARY:National Day", "END:VEVENT"],
    ...[
      "BEGIN:VEVENT",
      "DTSTART;VALUE=DATE:20011225",
      "RRULE:FREQ=YEARLY",
      "SUMMARY:Christmas",
      "END:VEVENT",
    ],
    ...["BEGIN:VEVENT", "DTSTART:20990801T090000Z", "SUMMARY:A meeting", "END:VEVENT"],
    ...["END:VCALENDAR", ""],
  ].join("\r\n");

  it("takes over the holidays of a calendar file, and refuses what is none", async () => {
    const token = await loginAdmin();
    const page = await adminAt("settings/hours");
    await page.getByRole("button", { name: "Add a schedule" }).click();
    const name = unique("Shop");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").first().fill(name);
    const choose = (text: string) =>
      dialog
        .getByLabel("Import holidays (.ics)")
        .setInputFiles({ name: "holidays.ics", mimeType: "text/calendar", buffer: Buffer.from(text) });
    await choose("<html></html>");
    await dialog.getByText("This is no calendar file: it must be an .ics file.").waitFor();
    await choose(CALENDAR.slice(0, 100));
    await dialog.getByText("The calendar file is damaged: nothing was taken over.").waitFor();
    await choose(CALENDAR);
    const news = dialog.getByText(/^2 days were added/);
    await news.waitFor();
    await news.scrollIntoViewIfNeeded();
    await fixture.picture(page, "70-holidays");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 360, height: 740 });
    await news.scrollIntoViewIfNeeded();
    await fixture.picture(page, "70-holidays-phone-dark");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const { items } = (await api.call(endpoints.listSchedules, { token, query: { limit: "100" } })).body;
    const made = items.find((schedule) => schedule.name === name);
    expect(made?.exceptions).toMatchObject([
      { name: "Christmas", from: "2001-12-25", to: "2001-12-25", yearly: true, intervals: [] },
      { name: "National Day", from: "2099-08-01", to: "2099-08-01", yearly: false, intervals: [] },
    ]);
    await api.call(endpoints.deleteSchedule, { token, params: { id: made?.id ?? "" } });
  });
});

describe("an admin, for the widget's logo,", () => {
  it("uploads a picture, sees it in the preview, publishes it for pages, and removes it", async () => {
    const token = await loginAdmin();
    const { id } = (await api.call(endpoints.createWidget, { token, body: { name: unique("Logo") } })).body;
    const page = await adminAt("settings/widget");
    await page.getByRole("combobox", { name: "Widget" }).selectOption(id);
    const bytes = await sharp({ create: { width: 96, height: 48, channels: 3, background: "#0b7a75" } })
      .png()
      .toBuffer();
    const choose = (name: string, mimeType: string) =>
      page.getByLabel("Upload a picture").setInputFiles({ name, mimeType, buffer: bytes });
    await choose("logo.svg", "image/svg+xml");
    await page.getByText("A logo is a PNG, JPEG or WebP picture.").waitFor();
    const title = page.getByLabel("Title (English)");
    await title.fill("Not saved yet");
    await choose("logo.png", "image/png");
    const shown = page.getByRole("img", { name: "Logo" });
    await shown.waitFor(patiently);
    const width = (image: Locator) => image.evaluate((one: HTMLImageElement) => one.naturalWidth);
    await expect.poll(() => width(shown), patiently).toBe(96);
    const preview = page.frameLocator('iframe[title="As visitors see it"]');
    await expect.poll(() => width(preview.locator("img.logo")), patiently).toBe(96);
    // A logo is saved by itself: what was typed elsewhere on the page stays.
    expect(await title.inputValue()).toBe("Not saved yet");
    await fixture.picture(page, "69-logo");
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByText("Pages show what you see here.").waitFor();
    await page.getByRole("button", { name: "Remove the logo" }).click();
    await shown.waitFor({ state: "detached" });
    expect((await api.call(endpoints.getWidget, { token, params: { id } })).body.theme.logoFileId).toBeNull();
    await api.call(endpoints.deleteWidget, { token, params: { id } });
  });
});

describe("an admin, for the widget's forms,", () => {
  it("adds fields, makes one depend on another, and finds them as they were saved", async () => {
    const token = await loginAdmin();
    const name = unique("Forms");
    const { id } = (await api.call(endpoints.createWidget, { token, body: { name } })).body;
    const page = await adminAt("settings/widget");
    await page.getByRole("combobox", { name: "Widget" }).selectOption(id);
    const forms = page.getByRole("region", { name: "Forms" });
    await forms.getByRole("button", { name: "Ask for the e-mail (Before a chat)" }).click();
    const add = forms.getByRole("button", { name: "Add a field: Before a chat" });
    await add.click();
    await forms.getByLabel("Label (English)").last().fill("Topic");
    await forms.getByLabel("Kind of field").last().selectOption("select");
    await forms.getByLabel("Options, one a line").fill("order = My order | Meine Bestellung\nother = Else");
    await add.click();
    await forms.getByLabel("Label (English)").last().fill("Order number");
    await forms.getByLabel("Shown", { exact: true }).last().selectOption({ label: "Topic" });
    await fixture.picture(page, "68-forms");
    await forms.getByRole("button", { name: "Save the forms" }).click();
    await page.getByText("Saved as a draft.").first().waitFor();
    const { fields } = (await api.call(endpoints.getWidget, { token, params: { id } })).body.preChat;
    expect(fields.map(({ type, label, showIf }) => [type, label.en, showIf])).toEqual([
      ["email", "E-mail", null],
      ["select", "Topic", null],
      ["text", "Order number", { fieldId: "field-1", equals: "order" }],
    ]);
    expect(fields[1]?.options[0]).toEqual({
      value: "order",
      label: { en: "My order", de: "Meine Bestellung" },
    });
    // Nothing of it is published: the preview shows the draft, and what is written in it goes nowhere.
    const preview = page.frameLocator('iframe[title="As visitors see it"]');
    const texts = { en: { title: "Ask the lamp people" } };
    const body = { texts, preChat: { when: "always" as const } };
    await api.call(endpoints.updateWidget, { token, params: { id }, body });
    await page.reload();
    await page.getByRole("combobox", { name: "Widget" }).selectOption(id);
    await preview.getByText("Ask the lamp people").first().waitFor();
    await page.getByRole("combobox", { name: "Scheme" }).selectOption("dark");
    await preview.getByText("Ask the lamp people").first().waitFor();
    await preview.getByLabel("Topic").waitFor();
    await fixture.picture(page, "69-preview");
    await api.call(endpoints.deleteWidget, { token, params: { id } });
  });
});
