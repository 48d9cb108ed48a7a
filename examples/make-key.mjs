/**
 * Makes an API key of the company as an admin does, and prints it:
 * `node examples/make-key.mjs "CRM sync" webhooks:write visitors:write`. The defaults are those of `npm start`'s demo.
 */
const { LIVECHAT_URL = "http://127.0.0.1:5000" } = process.env;
const { LIVECHAT_EMAIL = "admin@livechat.test", LIVECHAT_PASSWORD = "livechat-demo" } = process.env;

async function post(path, body, token) {
  const response = await fetch(LIVECHAT_URL + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

const [name, ...scopes] = process.argv.slice(2);
if (scopes.length === 0) throw new Error("Name the key and its scopes.");
const { token } = await post("/v1/auth/login", { email: LIVECHAT_EMAIL, password: LIVECHAT_PASSWORD });
const { secret } = await post("/v1/api-keys", { name, scopes }, token);
console.log(secret);
