import { endpoints } from "@livechat/contract";
import { addBotEvent, closeAsBot, handOffAsBot, showTyping } from "../features/bots/act.ts";
import { createBot, listBots, readBot, updateBot } from "../features/bots/change-bots.ts";
import { requestPerson } from "../features/bots/request-person.ts";
import { Reply, route } from "../server/endpoint.ts";
import { deleteAgent, restoreAgent } from "../team/delete-agent.ts";

export const botRoutes = [
  route(endpoints.createBot, ({ body, caller }, ctx) => createBot(body, caller, ctx)),

  route(endpoints.listBots, ({ query }, ctx) => listBots(query, ctx)),

  route(endpoints.getBot, ({ params, query }, ctx) => readBot(params.id, query.includeDeleted ?? false, ctx)),

  route(endpoints.updateBot, ({ params, body }, ctx) => updateBot(params.id, body, ctx)),

  route(endpoints.deleteBot, async ({ params }, ctx) => {
    await readBot(params.id, true, ctx);
    await deleteAgent(params.id, ctx);
    return null;
  }),

  route(endpoints.restoreBot, async ({ params }, ctx) => {
    await readBot(params.id, true, ctx);
    await restoreAgent(params.id, ctx);
    return readBot(params.id, false, ctx);
  }),

  route(endpoints.addBotEvent, async ({ params, body, caller }, ctx) => {
    const { event, isNew } = await addBotEvent({ conversationId: params.id, caller }, body, ctx);
    return new Reply(isNew ? 201 : 200, event);
  }),

  route(endpoints.showBotTyping, async ({ params, body, caller }, ctx) => {
    await showTyping({ conversationId: params.id, caller }, body.threadId, ctx);
    return null;
  }),

  route(endpoints.handOffConversation, ({ params, body, caller }, ctx) =>
    handOffAsBot({ conversationId: params.id, caller }, body, ctx),
  ),

  route(endpoints.closeBotConversation, ({ params, body, caller }, ctx) =>
    closeAsBot({ conversationId: params.id, caller }, body.threadId, ctx),
  ),

  route(endpoints.requestPerson, ({ params, caller }, ctx) => requestPerson(params.id, caller, ctx)),
];
