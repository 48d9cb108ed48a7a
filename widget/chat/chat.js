/** `/chat?widget=&locale=&group=`: the chat as a page of its own, to be given as a link. */
const asked = new URLSearchParams(location.search);
window.livechatSettings = {
  display: "page",
  launcher: "none",
  widget: asked.get("widget") ?? undefined,
  locale: asked.get("locale") ?? navigator.language,
  group: asked.get("group") ?? undefined,
};
window.livechat = (...command) => {
  window.livechat.q ??= [];
  window.livechat.q.push(command);
};
window.livechat("open");
