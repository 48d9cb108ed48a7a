import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export const MODEL = "parrot-1";
export const MODEL_KEY = "a-key-for-the-fake-model";

interface Message {
  role: string;
  content: string;
}

/** The articles of the prompt, by file. */
function articlesIn(prompt: string): [string, string][] {
  return [...prompt.matchAll(/<article file="([^"]+)">\n(.*?)<\/article>/gs)].map(([, file, text]) => [
    file ?? "",
    text ?? "",
  ]);
}

/**
 * What a model would say, by rule: it quotes the article that has the question's longest word, sure of itself, and guesses
 * where none has it.
 */
function complete(messages: readonly Message[]): string {
  const articles = articlesIn(messages.find(({ role }) => role === "system")?.content ?? "");
  const question = messages.find(({ role }) => role === "user")?.content ?? "";
  const words = (question.toLowerCase().match(/[a-z]+/g) ?? []).sort((a, b) => b.length - a.length);
  const [file, article] = articles.find(([, text]) => text.toLowerCase().includes(words[0] ?? "")) ?? [];
  const answer = article?.split("\n\n")[1]?.replaceAll("\n", " ").trim() ?? "Perhaps.";
  return JSON.stringify({ answer, source: file ?? articles[0]?.[0], confidence: file ? 0.9 : 0.2 });
}

/** An OpenAI-compatible model on this machine: deterministic, and strict in what it takes. */
export async function startFakeModel() {
  const asked: Message[][] = [];
  const server = createServer(async (request, response) => {
    const { model, messages } = JSON.parse(await text(request));
    const isGood = request.headers.authorization === `Bearer ${MODEL_KEY}` && model === MODEL;
    if (!isGood || request.url !== "/v1/chat/completions") return response.writeHead(401).end();
    asked.push(messages);
    const message = { role: "assistant", content: complete(messages) };
    const body = { id: "1", object: "chat.completion", model, choices: [{ index: 0, message }] };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { baseUrl, asked, stop };
}
