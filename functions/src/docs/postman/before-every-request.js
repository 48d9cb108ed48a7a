// Part of the Postman collection: runs before every request. `pm` is Postman's.

// `https://my-project.web.app/` is as good an address as one without the slash.
const address = pm.variables.get("base_url") || "";
if (address.endsWith("/")) pm.variables.set("base_url", address.replace(/\/+$/, ""));

// For a folder that is run alone: nobody is signed in, so sign in and make what the folders before would have made, an
// agent in a group, a tag, a visitor's conversation that the agent owns. A run from the top begins with a sign-in.
const isSignIn = pm.request.url.toString().endsWith("/auth/login");
if (!isSignIn && !pm.collectionVariables.get("jwt_token")) prepare();

function call(method, path, { token, body }, next) {
  const authorization = token ? { Authorization: `Bearer ${token}` } : {};
  const request = {
    url: pm.variables.replaceIn("{{base_url}}/v1") + path,
    method,
    header: { "Content-Type": "application/json", ...authorization },
    ...(body && { body: { mode: "raw", raw: JSON.stringify(body) } }),
  };
  pm.sendRequest(request, (error, response) => {
    if (error) throw error;
    if (response.code >= 400) throw new Error(`${method} ${path}: ${response.code} ${response.text()}`);
    next(response.json());
  });
}

function prepare() {
  const set = (name, value) => pm.collectionVariables.set(name, value);
  const run = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  set("run", run);
  const admin = { email: pm.variables.get("admin_email"), password: pm.variables.get("admin_password") };
  const agent = { email: `before.${run}@livechat.test`, password: `password-of-${run}` };
  call("POST", "/auth/login", { body: admin }, ({ token, agent: { id: adminId } }) => {
    set("jwt_token", token);
    set("admin_id", adminId);
    call("POST", "/tags", { token, body: { name: `before-${run}` } }, ({ id }) => set("tag_id", id));
    makeThrowaway({ token, run }, set);
    call("POST", "/agents", { token, body: { name: "Bea Before", ...agent } }, ({ id: agentId }) => {
      set("agent_id", agentId);
      call("POST", "/auth/login", { body: agent }, ({ token: agentToken }) => {
        set("agent_token", agentToken);
        call("POST", "/groups", { token, body: { name: `Before ${run}` } }, ({ id: groupId }) => {
          set("group_id", groupId);
          const members = { token, body: { agentIds: [agentId] } };
          const chat = { token, groupId, agentId, agentToken };
          call("POST", `/groups/${groupId}/agents`, members, () => startChat(chat, set));
        });
      });
    });
  });
}

// An agent who may be deleted.
function makeThrowaway({ token, run }, set) {
  const agent = { email: `theo.before.${run}@livechat.test`, password: `password-of-${run}` };
  call("POST", "/agents", { token, body: { name: "Theo Before", ...agent } }, ({ id }) => {
    set("throwaway_id", id);
    call("POST", "/auth/login", { body: agent }, (login) => set("throwaway_token", login.token));
  });
}

// The agent has answered: visitors may send files from then on.
function startChat({ token, groupId, agentId, agentToken }, set) {
  call("POST", "/widget/session", { body: { groupId, message: "Hello" } }, (session) => {
    set("session_token", session.sessionToken);
    set("visitor_id", session.visitorId);
    set("conversation_id", session.conversationId);
    const owner = { token, body: { agentId, force: true } };
    const path = `/conversations/${session.conversationId}/assign`;
    call("POST", path, owner, ({ activeThreadId }) => {
      set("thread_id", activeThreadId);
      call(
        "POST",
        `/threads/${activeThreadId}/events`,
        { token: agentToken, body: { text: "Hi" } },
        () => {},
      );
    });
  });
}
