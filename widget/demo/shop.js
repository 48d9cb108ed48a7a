// The queue stub: commands are kept until widget.js has come.
window.livechat ??= (...command) => {
  window.livechat.q ??= [];
  window.livechat.q.push(command);
};

const NAMES = [
  "ready",
  "opened",
  "closed",
  "message",
  "unread",
  "agentJoined",
  "statusChanged",
  "conversationStarted",
  "conversationEnded",
  "rated",
  "greetingShown",
  "error",
];
const events = document.querySelector("#events");
for (const name of NAMES) {
  window.livechat("on", name, (detail) => {
    const line = document.createElement("li");
    line.textContent = detail === undefined ? name : `${name} ${JSON.stringify(detail)}`;
    events.append(line);
  });
}

window.livechat("setMetadata", { page: location.pathname });
const group =
  new URLSearchParams(location.search).get("group") ?? groupOf(document.querySelector("[data-group]"));
if (group) window.livechat("setGroup", group);

/** A page's group, by the id that it has in the demo's data. */
function groupOf(element) {
  const ids = { Support: "demo0000000000000016", Workshop: "demo0000000000000040" };
  return element ? ids[element.dataset.group] : null;
}

const product = document.querySelector(".product");
if (product) {
  const { sku, price } = product.dataset;
  window.livechat("setMetadata", { product: sku, price: Number(price) });
  window.livechat("trackEvent", "viewed-product", { sku });
  document.querySelector("#basket").addEventListener("click", () => {
    window.livechat("trackEvent", "added-to-basket", { sku, price: Number(price) });
  });
}

for (const button of document.querySelectorAll("[data-command]")) {
  button.addEventListener("click", () => window.livechat(button.dataset.command));
}
for (const button of document.querySelectorAll("[data-write]")) {
  button.addEventListener("click", () => window.livechat("openWith", button.dataset.write));
}
document.querySelector("#locale")?.addEventListener("change", ({ target }) => {
  window.livechat("setLocale", target.value);
});
