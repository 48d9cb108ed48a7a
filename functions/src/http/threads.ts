import { endpoints } from "@livechat/contract";
import { addEvent } from "../chat/add-event.ts";
import { readThreadEvents } from "../chat/read-events.ts";
import { readThread } from "../chat/read-thread.ts";
import { addFiles } from "../features/files/attach-files.ts";
import { Reply, route } from "../server/endpoint.ts";

export const threadRoutes = [
  route(endpoints.getThread, ({ params, caller }, ctx) => readThread(params.id, caller, ctx)),

  route(endpoints.addEvent, async ({ params, body, caller }, ctx) => {
    const { event, isNew } =
      body.type === "file"
        ? await addFiles(params.id, { input: body, caller }, ctx)
        : await addEvent(params.id, { input: body, caller }, ctx);
    return new Reply(isNew ? 201 : 200, event);
  }),

  route(endpoints.listThreadEvents, async ({ params, query, caller }, ctx) => {
    const thread = await readThread(params.id, caller, ctx);
    return readThreadEvents(thread.id, query, caller, ctx);
  }),
];
