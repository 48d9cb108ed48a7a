// The queue stub: commands are kept until widget.js has come.
window.livechat ??= (...command) => {
  window.livechat.q ??= [];
  window.livechat.q.push(command);
};

const events = document.querySelector("#events");
const names = ["ready", "opened", "closed", "message", "unread", "agentJoined", "statusChanged"];
for (const name of names) {
  window.livechat("on", name, (detail) => {
    const line = document.createElement("li");
    line.textContent = detail === undefined ? name : `${name} ${JSON.stringify(detail)}`;
    events.append(line);
  });
}
window.livechat("setMetadata", { page: location.pathname });
const group = new URLSearchParams(location.search).get("group");
if (group) window.livechat("setGroup", group);

for (const button of document.querySelectorAll("[data-command]")) {
  button.addEventListener("click", () => window.livechat(button.dataset.command));
}
const locale = document.querySelector("#locale");
locale.addEventListener("change", () => window.livechat("setLocale", locale.value));
