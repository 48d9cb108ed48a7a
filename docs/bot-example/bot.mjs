/**
 * A bot for livechat. Beside `npm start`: `node docs/bot-example/bot.mjs`.
 * It is told each turn by a signed webhook, and answers by the API. See README.md, also for its second mode, an AI.
 */
import { createServer } from "node:http";
import { text as textOf } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { makeBot } from "./make-bot.mjs";

const { LIVECHAT_URL = "http://127.0.0.1:5000", BOT_PORT = "4100", AI_BASE_URL } = process.env;
const MAX_BODY_BYTES = 1_000_000;

/**
 * What the bot does in a turn: it says something, offers choices, or hands off to people. Put your own here.
 * @param {{events: {text: string | null}[]}} turn
 */
function answerByRules({ events }) {
  const said = events.map(({ text }) => text).join("\n");
  const order = /\b\d{4}\b/.exec(said)?.[0];
  if (order) return { text: `Order ${order} left our house this morning.` };
  if (/order/i.test(said)) return { text: "What is the order's number? It has four digits." };
  if (/person|human|something else/i.test(said)) {
    return { handOff: { reason: "Wants a person", summary: said, textForVisitor: "I ask my colleagues." } };
  }
  const options = [
    { id: "order", label: "Where is my order?" },
    { id: "other", label: "Something else" },
  ];
  return { choices: { text: "Hello, I am a bot. What is it about?", options } };
}

const answer = AI_BASE_URL ? (await import("./answer-from-articles.mjs")).answerFromArticles : answerByRules;

/** One turn: decide, then act in the thread that was told. It may be told twice; it is answered once. */
async function takeTurn(turn, apiKey) {
  const { conversationId, threadId, turnId } = turn;
  const call = (verb, body) =>
    fetch(`${LIVECHAT_URL}/v1/bot/conversations/${conversationId}/${verb}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ threadId, ...body }),
    });
  await call("typing");
  const { handOff, ...said } = await answer(turn);
  const response = await (handOff ? call("handoff", handOff) : call("events", { id: turnId, ...said }));
  // 409: a person has the conversation by now, or this turn is answered already. Both are fine.
  if (!response.ok && response.status !== 409) {
    throw new Error(`livechat answered ${response.status}: ${await response.text()}`);
  }
}

/** The status to answer a webhook with. Anything but 2xx is told again after 1 and 3 seconds, then people take over. */
async function receive(request, { apiKey, webhook }) {
  if (Number(request.headers["content-length"] ?? Infinity) > MAX_BODY_BYTES) return 413;
  const body = await textOf(request);
  let told;
  try {
    told = webhook.verify(body, request.headers);
  } catch {
    return 401;
  }
  try {
    if (told.type === "bot.turn") await takeTurn(told.data.object, apiKey);
    return 204;
  } catch (error) {
    console.error(error);
    return 500;
  }
}

const server = createServer();
server.listen(Number(BOT_PORT), "127.0.0.1", async () => {
  const webhookUrl = `http://127.0.0.1:${server.address().port}/`;
  const { BOT_API_KEY, BOT_WEBHOOK_SECRET } = process.env;
  const made = BOT_API_KEY
    ? null
    : await makeBot({ url: LIVECHAT_URL, webhookUrl, isAi: Boolean(AI_BASE_URL) });
  const bot = {
    apiKey: BOT_API_KEY ?? made.apiKey,
    webhook: new Webhook(BOT_WEBHOOK_SECRET ?? made.webhookSecret),
  };
  server.on("request", async (request, response) => response.writeHead(await receive(request, bot)).end());
  console.log(`${made ? `${made.name} answers in ${made.groupName}` : "Listening"} at ${webhookUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await made?.remove();
      process.exit(0);
    });
  }
});
