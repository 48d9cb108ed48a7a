/**
 * The real widget with settings that are not published: the console, which holds this page in a frame without an origin,
 * hands them over. They are what the widget is answered when it asks for its settings; nothing else reaches the API, so
 * that no chat begins here.
 */
const realFetch = window.fetch.bind(window);
let config = null;

window.fetch = (asked, options) => {
  const address = new URL(asked instanceof Request ? asked.url : asked, document.baseURI);
  if (!address.pathname.startsWith("/v1/")) return realFetch(asked, options);
  if (address.pathname === "/v1/widget/config") return Promise.resolve(Response.json(config));
  return Promise.reject(new TypeError("Nothing is sent from a preview."));
};

function begin({ config: given, locale, scheme }) {
  config = given;
  document.documentElement.lang = locale;
  document.documentElement.style.colorScheme = scheme;
  window.livechatSettings = { widget: given.widgetId, locale, scheme };
  window.livechat = (...command) => {
    window.livechat.q ??= [];
    window.livechat.q.push(command);
  };
  window.livechat("open");
  const script = document.createElement("script");
  script.src = "/widget.js";
  document.head.append(script);
}

addEventListener("message", ({ source, data }) => {
  if (source === window.parent && data?.type === "livechat-preview" && config === null) begin(data);
});
window.parent.postMessage({ type: "livechat-preview-ready" }, "*");
