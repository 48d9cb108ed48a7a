import { endpoints } from "@livechat/contract";
import { type AddedEvent, addEvent } from "../chat/add-event.ts";
import { readThreadEvents } from "../chat/read-events.ts";
import { readThread } from "../chat/read-thread.ts";
import { messageOfChoice } from "../features/bots/pick.ts";
import { countUse } from "../features/canned-responses/count-use.ts";
import { addFiles } from "../features/files/attach-files.ts";
import { earlyRoute, Reply, route } from "../server/endpoint.ts";

const reply = ({ event, isNew }: AddedEvent) => new Reply(isNew ? 201 : 200, event);

export const threadRoutes = [
  route(endpoints.getThread, ({ params, caller }, ctx) => readThread(params.id, caller, ctx)),

  earlyRoute(endpoints.addEvent, async ({ params, body, identified }, ctx) => {
    if (body.type === "file") {
      return reply(await addFiles(params.id, { input: body, caller: await identified }, ctx));
    }
    if (body.type === "choice") {
      const caller = await identified;
      const input = await messageOfChoice(params.id, { input: body, caller }, ctx);
      return reply(await addEvent(params.id, { input, caller }, ctx));
    }
    const { cannedResponseId, ...input } = body;
    if (cannedResponseId === undefined) {
      return reply(await addEvent(params.id, { input, caller: identified }, ctx));
    }
    const caller = await identified;
    const onStored = caller.kind === "agent" ? { onStored: () => countUse(cannedResponseId, ctx) } : {};
    return reply(await addEvent(params.id, { input, caller, ...onStored }, ctx));
  }),

  route(endpoints.listThreadEvents, async ({ params, query, caller }, ctx) => {
    const thread = await readThread(params.id, caller, ctx);
    return readThreadEvents(thread.id, query, caller, ctx);
  }),
];
