import { endpoints } from "@livechat/contract";
import { afterEach, describe, expect, it } from "vitest";
import { type Desk, startDesk, text } from "./desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const note = text("hello");
const sendMessage = (as: string) =>
  desk.backend.call(endpoints.addEvent, {
    as,
    params: { id: desk.people.vera.threadId },
    body: { text: "Yes?" },
  });

describe("who may send what", () => {
  it("takes visitors' files never, after the first answer or always", async () => {
    desk = await startDesk({ visitors: "off" });
    const { vera, anna } = desk.people;
    const begin = () => desk.begin(vera.sessionToken, note);
    const set = (visitors: "off" | "afterFirstReply" | "on") =>
      desk.backend.ctx.db.doc(`groups/${desk.people.sales}`).update({ "files.visitors": visitors });
    expect((await begin()).error).toMatchObject({
      type: "not_allowed",
      message: "Files are not taken here.",
    });
    expect((await desk.begin(anna.token, note)).status).toBe(201);
    await set("afterFirstReply");
    expect((await begin()).error.message).toContain("once somebody has answered");
    await sendMessage(anna.token);
    expect((await begin()).status).toBe(201);
    await set("on");
    expect((await begin()).status).toBe(201);
  });

  it("refuses what is too large, of a type that is not taken, or that a double click would run", async () => {
    desk = await startDesk({ maxBytes: 1_000, allowedTypes: ["image/*", "text/plain"] });
    const as = desk.people.vera.sessionToken;
    const status = async (sent: { name?: string; contentType?: string; sizeBytes?: number }) =>
      (await desk.begin(as, { ...note, ...sent }, { ...sent })).status;
    expect(await status({ sizeBytes: 1_000 })).toBe(201);
    expect(await status({ sizeBytes: 1_001 })).toBe(413);
    expect(await status({ sizeBytes: 0 })).toBe(400);
    expect(await status({ contentType: "application/pdf" })).toBe(415);
    expect(await status({ contentType: "image/svg+xml" })).toBe(415);
    expect(await status({ contentType: "image/webp" })).toBe(201);
    expect(await status({ name: "photo.jpg.exe" })).toBe(415);
    expect(await status({ name: "photo.exe " })).toBe(415);
    expect(await status({ name: "photo\u202Egpj.scr" })).toBe(415);
    expect(await status({ name: "" })).toBe(400);
    expect(await status({ contentType: "no media type" })).toBe(400);
  });

  it("lets the widget's settings win over the group's, for visitors", async () => {
    desk = await startDesk({ visitors: "off" });
    const { vera, anna } = desk.people;
    const { token: as } = await desk.backend.people.agent("Ada", { role: "admin" });
    const params = { id: "default" };
    const publish = async (files: { visitors?: "on"; maxBytes?: number } | null) => {
      await desk.backend.call(endpoints.updateWidget, { as, params, body: { files } });
      await desk.backend.call(endpoints.publishWidget, { as, params });
      desk.backend.clock.advance(60);
      const { files: shown } = (await desk.backend.call(endpoints.getWidgetConfig)).body;
      return { shown, begun: (await desk.begin(vera.sessionToken, note)).status };
    };
    expect(await publish(null)).toMatchObject({ shown: { visitors: "off" }, begun: 409 });
    const on = await publish({ visitors: "on" });
    expect(on).toMatchObject({ shown: { visitors: "on", maxBytes: 25 * 1024 * 1024 }, begun: 201 });
    expect(await publish({ maxBytes: 3 })).toMatchObject({
      shown: { visitors: "on", maxBytes: 3 },
      begun: 413,
    });
    expect((await desk.begin(anna.token, note)).status).toBe(201);
    expect(await publish(null)).toMatchObject({ begun: 409 });
  });

  it("counts a visitor's uploads within an hour, also those at once", async () => {
    desk = await startDesk({ maxPerHour: 3 });
    const { vera, anna } = desk.people;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => desk.begin(vera.sessionToken, note)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await desk.begin(anna.token, note)).status).toBe(201);
    desk.backend.clock.advance(3_600);
    expect((await desk.begin(vera.sessionToken, note)).status).toBe(201);
  });

  it("takes no agent's file for a closed conversation", async () => {
    desk = await startDesk();
    const { vera, anna } = desk.people;
    const params = { id: vera.conversationId };
    await desk.backend.call(endpoints.closeConversation, { as: anna.token, params });
    expect((await desk.begin(desk.people.sue.token, note)).error.type).toBe("conversation_closed");
    expect((await desk.begin(vera.sessionToken, note)).status).toBe(201);
  });
});

describe("a client that lies", () => {
  it("about the length: the store takes exactly what was declared", async () => {
    desk = await startDesk();
    const as = desk.people.vera.sessionToken;
    const { file, upload } = (await desk.begin(as, note, { sizeBytes: 10 })).body;
    const put = (body: string) => fetch(upload.url, { method: "PUT", body });
    expect((await put("01234567890123")).status).toBe(400);
    expect((await put("0123")).status).toBe(308);
    expect((await desk.finish(as, file.id)).error).toMatchObject({ type: "not_allowed" });
    expect((await put("0123456789")).status).toBe(200);
    expect((await desk.finish(as, file.id)).body.state).toBe("ready");
  });

  it("about the type: what is found counts, and is refused where it is not taken", async () => {
    desk = await startDesk({ allowedTypes: ["image/*", "application/pdf"] });
    const as = desk.people.vera.sessionToken;
    const send = async (bytes: Uint8Array) => {
      const { file, upload } = (await desk.begin(as, { name: "a.png", bytes, contentType: "image/png" }))
        .body;
      await fetch(upload.url, { method: "PUT", body: bytes });
      return { file, answer: await desk.finish(as, file.id) };
    };
    const asPdf = await send(Buffer.from("%PDF-1.7\n%%EOF"));
    expect(asPdf.answer.body).toMatchObject({
      contentType: "application/pdf",
      declaredContentType: "image/png",
    });
    const { file, answer } = await send(Buffer.from("<html><script>alert(1)</script></html>"));
    expect(answer.error.type).toBe("unsupported_media_type");
    expect(await desk.stored(file.id)).toBeNull();
    expect(desk.objects()).toHaveLength(1);
  });

  it("by a second PUT, before and after it finished: what was finished does not change", async () => {
    desk = await startDesk();
    const as = desk.people.vera.sessionToken;
    const { file, upload } = (await desk.begin(as, text("true"))).body;
    const put = (body: string) => fetch(upload.url, { method: "PUT", body });
    await put("true");
    await put("lies");
    await desk.finish(as, file.id);
    await put("lies");
    expect((await desk.finish(as, file.id)).body.state).toBe("ready");
    expect(await (await desk.follow(as, file.id)).text()).toBe("true");
  });

  it("about where it is: another origin gets no permission, and a session is over after its file", async () => {
    desk = await startDesk();
    const as = desk.people.vera.sessionToken;
    const { file, upload } = (await desk.begin(as, note, { origin: "https://shop.example" })).body;
    const preflight = (origin: string) =>
      fetch(upload.url, {
        method: "OPTIONS",
        headers: { Origin: origin, "Access-Control-Request-Method": "PUT" },
      });
    const allowed = async (origin: string) =>
      (await preflight(origin)).headers.get("access-control-allow-origin");
    expect(await allowed("https://shop.example")).toBe("https://shop.example");
    expect(await allowed("https://evil.example")).toBeNull();
    await desk.backend.call(endpoints.deleteFile, { as: desk.people.sue.token, params: { id: file.id } });
    expect((await fetch(upload.url, { method: "PUT", body: note.bytes })).status).toBe(404);
    expect(desk.objects()).toEqual([]);
  });
});

describe("the store is down", () => {
  it("says so, leaves nothing half done, and works again afterwards", async () => {
    desk = await startDesk();
    const as = desk.people.vera.sessionToken;
    const { faults } = desk.backend.storage;
    const documents = async () => (await desk.backend.ctx.db.collection("files").get()).size;
    faults.unavailable = 100;
    const refused = await desk.begin(as, note);
    expect(refused.error).toMatchObject({ type: "service_unavailable" });
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await documents()).toBe(0);
    faults.unavailable = 0;

    const { file, upload } = (await desk.begin(as, note)).body;
    await fetch(upload.url, { method: "PUT", body: note.bytes });
    faults.unavailable = 100;
    expect((await desk.finish(as, file.id)).error.type).toBe("service_unavailable");
    expect((await desk.attach(as, [file.id])).error.message).toContain("not finished");
    faults.unavailable = 0;
    await desk.finish(as, file.id);
    expect((await desk.attach(as, [file.id])).status).toBe(201);
  });
});
