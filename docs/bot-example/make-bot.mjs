/**
 * Makes a bot as an admin does, puts it first in a group, and takes it away in the end. The defaults are those of
 * `npm start`'s demo. A bot of your own is made once: give bot.mjs its `BOT_API_KEY` and `BOT_WEBHOOK_SECRET` then.
 */

const {
  LIVECHAT_EMAIL = "admin@livechat.test",
  LIVECHAT_PASSWORD = "livechat-demo",
  BOT_GROUP,
} = process.env;

/**
 * @param {{url: string, webhookUrl: string, isAi: boolean}} options `BOT_GROUP` names a group by its id, else it is the default one
 * @returns {Promise<{name: string, groupName: string, apiKey: string, webhookSecret: string, remove(): Promise<void>}>}
 */
export async function makeBot({ url, webhookUrl, isAi }) {
  let token;
  const call = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };

  ({ token } = await call("POST", "/v1/auth/login", { email: LIVECHAT_EMAIL, password: LIVECHAT_PASSWORD }));
  const groups = (await call("GET", "/v1/groups?limit=100")).items;
  const group = groups.find(({ id, isDefault }) => (BOT_GROUP ? id === BOT_GROUP : isDefault));
  if (!group) throw new Error(`There is no group ${BOT_GROUP}.`);

  const name = isAi ? "Ada's articles" : "Robbie";
  const bot = await call("POST", "/v1/bots", { name, webhookUrl, isAi, replyDeadlineSeconds: 30 });
  await call("POST", `/v1/groups/${group.id}/agents`, { agentIds: [bot.id] });
  const priorities = { ...group.settings.priorities, [bot.id]: "first" };
  await call("PATCH", `/v1/groups/${group.id}`, { settings: { priorities } });
  const { apiKey, webhookSecret } = bot;
  return {
    name,
    groupName: group.name,
    apiKey,
    webhookSecret,
    remove: () => call("DELETE", `/v1/bots/${bot.id}`),
  };
}
