import { endpoints } from "@livechat/contract";
import type { Download, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { api } from "../end-to-end/people.ts";
import { type Fixture, PATIENCE_MS, type Visitor } from "./fixture.ts";
import { signIn, type Team, team } from "./team.ts";
import { useFixture } from "./use-fixture.ts";

const patiently = { timeout: PATIENCE_MS };
const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

/** A team whose visitors may send files at once. */
async function fileTeam(): Promise<Team> {
  const made = await team(1);
  const body = { files: { visitors: "on" as const } };
  await api.call(endpoints.updateGroup, { token: made.adminToken, params: { id: made.groupId }, body });
  return made;
}

/** What a screenshot in the clipboard does to a page: a picture is drawn and pasted. */
async function pasteScreenshot(page: Page, input: string): Promise<void> {
  await page.evaluate(async (selector) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 400 });
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("No canvas.");
    pen.fillStyle = "#2266cc";
    pen.fillRect(40, 40, 300, 200);
    const blob = await new Promise<Blob | null>((drawn) => canvas.toBlob(drawn, "image/png"));
    if (!blob) throw new Error("Nothing was drawn.");
    const data = new DataTransfer();
    data.items.add(new File([blob], "screenshot.png", { type: "image/png" }));
    const roots: (Document | ShadowRoot)[] = [document];
    for (const element of document.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
    const field = roots.map((root) => root.querySelector(selector)).find((found) => found !== null);
    const event = new ClipboardEvent("paste", {
      clipboardData: data,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    field?.dispatchEvent(event);
  }, input);
}

const button = (visitor: Visitor, name: string) => visitor.panel.getByRole("button", { name });

describe("files between a visitor and an agent", () => {
  it("a pasted screenshot is seen small, opened large; a PDF comes back", async () => {
    const { groupId, members } = await fileTeam();
    const visitor = await fixture.visitor(groupId);
    const agent = await signIn(fixture, members[0]);
    await visitor.write("Something looks wrong");
    await agent.open("Something looks wrong");
    await visitor.panel.getByLabel("Attach files").waitFor({ state: "attached" });
    await pasteScreenshot(visitor.page, "textarea");
    await visitor.panel.locator(".attachment.ready").waitFor();
    await visitor.panel.getByLabel(/Describe this picture/).fill("A blue box");
    await fixture.picture(visitor.page, "30-file-ready");
    await button(visitor, "Send").click();

    const thumbnail = agent.conversation.locator(".thumbnail img");
    await thumbnail.waitFor();
    await expect
      .poll(() => thumbnail.evaluate((img: HTMLImageElement) => img.naturalWidth), patiently)
      .toBe(320);
    await fixture.picture(agent.page, "31-thumbnail");
    await agent.conversation.locator(".thumbnail").click();
    const large = agent.page.locator(".lightbox img");
    await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth), patiently).toBe(640);
    expect(await large.getAttribute("alt")).toBe("A blue box");
    await fixture.picture(agent.page, "32-lightbox");
    await agent.page.keyboard.press("Escape");
    await agent.page.locator(".lightbox").waitFor({ state: "detached" });

    const attach = agent.page.locator(".composer input[type=file]").first();
    await attach.setInputFiles({ name: "offer.pdf", mimeType: "application/pdf", buffer: PDF });
    await agent.page.locator(".attachment.ready").waitFor();
    await agent.answer("Here is our offer");
    await visitor.sees("Here is our offer");
    // The browser may save it in this page or in one of its own that it opens for it.
    const saved = new Promise<Download>((resolve) => {
      visitor.page.on("download", resolve);
      visitor.page.context().on("page", (page) => page.on("download", resolve));
    });
    await visitor.panel.locator(".file", { hasText: "offer.pdf" }).click();
    expect((await saved).suggestedFilename()).toBe("offer.pdf");
  });

  it("what cannot be sent is refused in clear words, and what breaks goes on", async () => {
    const { groupId, members } = await fileTeam();
    const visitor = await fixture.visitor(groupId);
    await signIn(fixture, members[0]);
    await visitor.write("Look");
    const choose = visitor.panel.getByLabel("Attach files");
    await choose.setInputFiles([
      { name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) },
      { name: "setup.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") },
      { name: "page.png", mimeType: "image/png", buffer: Buffer.from("<html><script>1</script></html>") },
    ]);
    const tray = visitor.panel.locator(".tray");
    await tray.getByText("The file is empty").waitFor();
    await expect.poll(() => tray.getByText("This kind of file is not accepted").count(), patiently).toBe(2);
    await fixture.picture(visitor.page, "33-refused");
    for (const name of ["empty.png", "setup.exe", "page.png"])
      await button(visitor, `Remove ${name}`).click();
    expect(await button(visitor, "Send").isDisabled()).toBe(true);

    let broken = 0;
    await visitor.page.route("**/upload/storage/**", (route) => {
      const isBytes = !route.request().headers()["content-range"]?.startsWith("bytes */");
      if (route.request().method() !== "PUT" || !isBytes || broken >= 3) return route.fallback();
      broken += 1;
      return route.abort("connectionreset");
    });
    const large = Buffer.alloc(1_500_000, "a");
    await choose.setInputFiles({ name: "long.txt", mimeType: "text/plain", buffer: large });
    await tray.locator(".ready").waitFor();
    expect(broken).toBe(3);
    await button(visitor, "Send").click();
    await visitor.panel.locator(".message.sent .file", { hasText: "long.txt" }).waitFor();
  });
});
