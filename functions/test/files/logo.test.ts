import { endpoints, type File } from "@livechat/contract";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lookAtDueFiles } from "../../src/features/files/look-at-due-files.ts";
import { type Desk, type Sent, startDesk } from "./desk.ts";
import { picture } from "./pictures.ts";

let desk: Desk;
let as: string;
let admins = 0;
const HOURS = 3_600;
const FIRST = "default";

/** A session that nobody uses ends within a day. */
async function signIn(): Promise<void> {
  as = (await desk.backend.people.agent(`Ada ${++admins}`, { role: "admin" })).token;
}

beforeEach(async () => {
  desk = await startDesk();
  await signIn();
});
afterEach(() => desk.stop());

const begin = ({ name, bytes, contentType }: Sent, id = FIRST) =>
  desk.backend.call(endpoints.createWidgetLogo, {
    as,
    params: { id },
    body: { name, contentType, sizeBytes: bytes.length },
  });
const name = (logoFileId: string | null, id = FIRST) =>
  desk.backend.call(endpoints.updateWidget, { as, params: { id }, body: { theme: { logoFileId } } });
const publish = (id = FIRST) => desk.backend.call(endpoints.publishWidget, { as, params: { id } });
const discard = (id = FIRST) => desk.backend.call(endpoints.discardWidget, { as, params: { id } });
const read = (id: string) => desk.backend.call(endpoints.getWidgetLogo, { params: { id } });
const config = async (widget = FIRST) =>
  (await desk.backend.call(endpoints.getWidgetConfig, { query: { widget } })).body;

async function send(sent: Sent, id = FIRST) {
  const { file, upload } = (await begin(sent, id)).body;
  const { method, headers, url } = upload;
  await fetch(url, { method, headers, body: Buffer.from(sent.bytes) });
  return { file, finished: await desk.finish(as, file.id) };
}

/** Uploaded and looked at. */
async function logo(id = FIRST, sent?: Sent): Promise<File> {
  const { finished } = await send(sent ?? (await picture(400, 200)), id);
  await desk.process();
  return finished.body;
}

/** Until the sweep has removed what nobody names any more. */
async function aDayLater(): Promise<void> {
  desk.backend.clock.advance(24 * HOURS);
  await lookAtDueFiles(desk.backend.ctx);
  await signIn();
}

describe("a widget's logo", () => {
  it("has an address that a page of any policy may show and keep for ever, of pixels alone", async () => {
    const { id } = await logo();
    expect((await name(id)).status).toBe(200);
    expect((await config()).logoUrl).toBeNull();
    await publish();
    const { logoUrl } = await config();
    expect(logoUrl).toBe(`/v1/widget/logos/${id}`);
    const answer = await desk.backend.fetch(logoUrl ?? "");
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "public, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
    const { width, format, exif } = await sharp(await answer.arrayBuffer()).metadata();
    expect({ width, format, exif }).toEqual({ width: 320, format: "webp", exif: undefined });
  });

  it("is a picture by its bytes: documents, programs and what cannot be shown are refused", async () => {
    const png = await picture(40, 40);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const refused = (sent: Partial<Sent>) => begin({ ...png, ...sent }).then(({ status }) => status);
    expect(await refused({ name: "logo.svg" })).toBe(415);
    expect(await refused({ contentType: "image/svg+xml" })).toBe(415);
    expect(await refused({ contentType: "image/gif" })).toBe(415);
    expect(await refused({ bytes: new Uint8Array(512 * 1024 + 1) })).toBe(413);
    const { file, finished } = await send({ ...png, bytes: svg });
    expect(finished.status).toBe(415);
    expect((await name(file.id)).status).toBe(404);
    const broken = await logo(FIRST, { ...png, bytes: png.bytes.subarray(0, 60) });
    expect((await name(broken.id)).status).toBe(415);
    expect((await begin(png, "none")).status).toBe(404);
  });

  it("is named once it has been looked at, by its own widget alone", async () => {
    const { finished } = await send(await picture(40, 40));
    const { id } = finished.body;
    expect((await name(id)).error.type).toBe("not_allowed");
    await desk.process();
    const other = (await desk.backend.call(endpoints.createWidget, { as, body: { name: "Shop" } })).body;
    expect((await name(id, other.id)).status).toBe(404);
    expect((await name(id)).status).toBe(200);
  });

  it("is no way to a conversation's files, and goes into no conversation", async () => {
    const { anna } = desk.people;
    const sent = await desk.upload(anna.token, await picture(40, 40));
    await desk.attach(anna.token, [sent.id]);
    await desk.process();
    expect((await read(sent.id)).status).toBe(404);
    expect((await name(sent.id)).status).toBe(404);
    const { id } = await logo();
    expect((await desk.attach(as, [id])).status).toBe(404);
  });

  it("stays while the draft or the published widget names it, and goes a day after neither does", async () => {
    const [first, second, third] = [await logo(), await logo(), await logo()];
    await name(first.id);
    await publish();
    await name(second.id);
    await aDayLater();
    expect((await read(first.id)).status).toBe(200);
    expect((await read(second.id)).status).toBe(200);
    expect((await read(third.id)).status).toBe(404);
    await publish();
    expect((await read(first.id)).status).toBe(200);
    await aDayLater();
    expect((await read(first.id)).status).toBe(404);
    await name(null);
    await discard();
    await aDayLater();
    expect((await read(second.id)).status).toBe(200);
    expect(desk.objects()).toHaveLength(2);
  });

  it("goes with its widget, and comes back with it for a while", async () => {
    const { id: widget } = (await desk.backend.call(endpoints.createWidget, { as, body: { name: "Shop" } }))
      .body;
    const { id } = await logo(widget);
    await name(id, widget);
    await publish(widget);
    const remove = () => desk.backend.call(endpoints.deleteWidget, { as, params: { id: widget } });
    const restore = () => desk.backend.call(endpoints.restoreWidget, { as, params: { id: widget } });
    await remove();
    expect((await restore()).body.theme.logoFileId).toBe(id);
    await aDayLater();
    expect((await config(widget)).logoUrl).toBe(`/v1/widget/logos/${id}`);
    await remove();
    await aDayLater();
    expect(desk.objects()).toEqual([]);
    expect((await restore()).body.theme.logoFileId).toBeNull();
    expect((await config(widget)).logoUrl).toBeNull();
  });

  it("that was stored before there were uploads of logos is shown by nobody, and refuses nothing", async () => {
    await desk.backend.call(endpoints.listWidgets, { as });
    const { db } = desk.backend.ctx;
    await db.doc(`widgets/${FIRST}`).update({ "draft.theme.logoFileId": "made-up" });
    expect((await publish()).status).toBe(200);
    await desk.backend.call(endpoints.updateWidget, { as, params: { id: FIRST }, body: { sound: false } });
    expect((await publish()).status).toBe(200);
    expect((await read("made-up")).status).toBe(404);
    expect((await name(null)).status).toBe(200);
  });
});
