import { endpoints } from "@livechat/contract";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { type Desk, pdf, startDesk, text } from "./desk.ts";
import { picture } from "./pictures.ts";

let desk: Desk;
afterEach(() => desk.stop());

describe("files in a conversation", () => {
  it("shows the agent a pasted screenshot, small and whole, and gives the visitor a PDF", async () => {
    desk = await startDesk();
    const { vera, anna } = desk.people;
    const screen = await picture();
    const file = await desk.upload(vera.sessionToken, screen);
    expect(file).toMatchObject({ state: "ready", contentType: "image/png", scan: "skipped", width: null });
    const event = (await desk.attach(vera.sessionToken, [file.id], { text: "Here" })).body;
    expect(event).toMatchObject({ type: "file", text: "Here", files: [{ id: file.id, state: "attached" }] });

    expect(await desk.process()).toBe(1);
    const shown = (await desk.eventOf(file.id)).files[0];
    expect(shown).toMatchObject({ width: 800, height: 600, hasThumbnail: true });
    const small = await desk.follow(anna.token, file.id, { thumbnail: "true" });
    const thumbnail = await sharp(Buffer.from(await small.arrayBuffer())).metadata();
    expect([small.headers.get("content-type"), thumbnail.width, thumbnail.height]).toEqual([
      "image/webp",
      320,
      240,
    ]);
    expect(thumbnail.exif).toBeUndefined();
    const whole = await desk.follow(anna.token, file.id);
    expect(Buffer.from(await whole.arrayBuffer()).equals(Buffer.from(screen.bytes))).toBe(true);
    expect(whole.headers.get("content-disposition")).toMatch(/^inline/);

    const offer = await desk.send(anna.token, pdf);
    const received = await desk.follow(vera.sessionToken, offer.id);
    expect(received.headers.get("content-type")).toBe("application/pdf");
    expect(received.headers.get("content-disposition")).toBe(
      "attachment; filename=\"offer.pdf\"; filename*=UTF-8''offer.pdf",
    );
    const conversation = await desk.backend.call(endpoints.getConversation, {
      as: anna.token,
      params: { id: vera.conversationId },
    });
    expect(conversation.body.lastMessage).toMatchObject({ text: "offer.pdf", authorType: "agent" });
  });

  it("is found by its files, and a note's file leaves no trace in what the visitor reads", async () => {
    desk = await startDesk();
    const { vera, anna, sue } = desk.people;
    const found = async () =>
      (await desk.backend.call(endpoints.listConversations, { as: sue.token, query: { hasFiles: "true" } }))
        .body.items;
    const note = await desk.upload(anna.token, pdf);
    expect((await desk.attach(anna.token, [note.id], { visibility: "agents" })).status).toBe(201);
    expect(await found()).toEqual([]);
    await desk.send(vera.sessionToken, text("hello"));
    expect(await found()).toMatchObject([{ id: vera.conversationId, hasFiles: true }]);
    await desk.backend.startSession({ message: "Without one" });
    expect((await found()).map(({ id }) => id)).toEqual([vera.conversationId]);
  });

  it("answers 302 with the address, as the contract says", async () => {
    desk = await startDesk();
    const { vera } = desk.people;
    const file = await desk.send(vera.sessionToken, text("hello"));
    const answer = await desk.backend.call(endpoints.getFile, {
      as: vera.sessionToken,
      params: { id: file.id },
    });
    expect(answer.status).toBe(302);
    expect(await (await fetch(answer.headers.get("location") ?? "")).text()).toBe("hello");
  });

  it("attaches all files of an event or none", async () => {
    desk = await startDesk({ maxPerMessage: 2 });
    const { vera, anna } = desk.people;
    const [one, two, three] = [
      await desk.upload(vera.sessionToken, text("1")),
      await desk.upload(vera.sessionToken, text("2")),
      await desk.upload(vera.sessionToken, text("3")),
    ];
    const refused = [
      [[one.id, "unknown"], 404],
      [[one.id, two.id, three.id], 409],
      [[one.id, one.id], 400],
      [[], 400],
    ] as const;
    for (const [ids, status] of refused) {
      expect((await desk.attach(vera.sessionToken, [...ids])).status).toBe(status);
    }
    expect((await desk.attach(anna.token, [one.id])).status).toBe(404);
    expect((await desk.stored(one.id))?.state).toBe("ready");
    expect((await desk.attach(vera.sessionToken, [one.id, two.id])).status).toBe(201);
    expect((await desk.attach(vera.sessionToken, [one.id])).error.message).toContain("sent already");
  });

  it("changes nothing when an event is sent again, and refuses its id for other files", async () => {
    desk = await startDesk();
    const { vera } = desk.people;
    const file = await desk.upload(vera.sessionToken, text("1"));
    const other = await desk.upload(vera.sessionToken, text("2"));
    const first = await desk.attach(vera.sessionToken, [file.id], { id: "message-1" });
    const again = await desk.attach(vera.sessionToken, [file.id], { id: "message-1" });
    expect([first.status, again.status, again.body.seq]).toEqual([201, 200, first.body.seq]);
    expect((await desk.attach(vera.sessionToken, [other.id], { id: "message-1" })).status).toBe(409);
  });

  it("attaches a file once, however many events want it at once", async () => {
    desk = await startDesk();
    const { vera } = desk.people;
    const file = await desk.upload(vera.sessionToken, text("1"));
    const answers = await Promise.all([1, 2, 3, 4].map(() => desk.attach(vera.sessionToken, [file.id])));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it("takes a first file for the conversation that it begins", async () => {
    desk = await startDesk();
    const { vera } = desk.people;
    const as = vera.sessionToken;
    await desk.backend.call(endpoints.closeConversation, { as, params: { id: vera.conversationId } });
    const { bytes, ...named } = text("first");
    const body = { ...named, sizeBytes: bytes.length };
    const { file, upload } = (await desk.backend.call(endpoints.createWidgetFile, { as, body })).body;
    expect(file.conversationId).toBeNull();
    await fetch(upload.url, { method: "PUT", body: bytes });
    await desk.finish(as, file.id);
    const session = await desk.backend.startSession({ sessionToken: as });
    expect(session.conversationId).not.toBe(vera.conversationId);
    const sent = await desk.backend.call(endpoints.addEvent, {
      as,
      params: { id: session.threadId },
      body: { type: "file", fileIds: [file.id] },
    });
    expect(sent.body.conversationId).toBe(session.conversationId);
    expect((await desk.stored(file.id))?.conversationId).toBe(session.conversationId);
  });

  it("keeps what a file shows in words, until it is sent", async () => {
    desk = await startDesk();
    const { vera } = desk.people;
    const file = await desk.upload(vera.sessionToken, text("1"));
    const describe = (altText: string | null) =>
      desk.backend.call(endpoints.updateFile, {
        as: vera.sessionToken,
        params: { id: file.id },
        body: { altText },
      });
    expect((await describe("A crack in the screen")).body.altText).toBe("A crack in the screen");
    await desk.attach(vera.sessionToken, [file.id]);
    expect((await desk.eventOf(file.id)).files[0]?.altText).toBe("A crack in the screen");
    expect((await describe("Something else")).status).toBe(409);
  });

  it("names its files in its row of the report, and those of private notes nowhere", async () => {
    desk = await startDesk();
    const { vera, anna, sue } = desk.people;
    const photo = await desk.send(vera.sessionToken, await picture());
    const offer = await desk.send(anna.token, pdf);
    await desk.send(anna.token, text("for us"), { visibility: "agents" });
    await desk.backend.call(endpoints.closeConversation, {
      as: anna.token,
      params: { id: vera.conversationId },
    });
    const from = new Date(desk.backend.clock.now().getTime() - 3_600_000).toISOString();
    const to = new Date(desk.backend.clock.now().getTime() + 3_600_000).toISOString();
    const rows = await desk.backend.call(endpoints.listConversationRows, {
      as: sue.token,
      query: { from, to },
    });
    const row = { id: vera.conversationId, files: [photo.id, offer.id] };
    expect(rows.body.items).toEqual([expect.objectContaining(row)]);
  });

  it("reads and writes no more for a message without files", async () => {
    desk = await startDesk();
    const { vera, anna } = desk.people;
    const { meter } = desk.backend.emulator;
    const file = await desk.upload(vera.sessionToken, text("1"));
    const measured = async (call: () => Promise<unknown>) => {
      meter.reset();
      await call();
      const { documentReads, documentWrites } = meter.usage(desk.backend.projectId);
      return [documentReads, documentWrites];
    };
    const params = { id: vera.threadId };
    const message = () =>
      desk.backend.call(endpoints.addEvent, { as: anna.token, params, body: { text: "Hello" } });
    expect(await measured(message)).toEqual([2, 2]);
    // With one file: the file is read and written beside them.
    expect(await measured(() => desk.attach(vera.sessionToken, [file.id]))).toEqual([3, 3]);
    // An upload with its two calls, then what its task finds.
    expect(await measured(() => desk.upload(vera.sessionToken, text("2")))).toEqual([7, 4]);
    desk.backend.tasks.take();
    await desk.send(vera.sessionToken, text("3"));
    expect(await measured(() => desk.process())).toEqual([3, 1]);
  });
});
