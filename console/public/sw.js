// Shows what is pushed while no console is visible, and leads to its place. Plain JavaScript: it is served as it is.

const TEXTS = {
  en: {
    assigned: "A chat was assigned to you.",
    transferred: "A chat was transferred to you.",
    mention: "{name} mentions you in a note.",
    waiting: "Somebody waits for an answer.",
    other: "There is news in the console.",
  },
  de: {
    assigned: "Dir wurde ein Chat zugewiesen.",
    transferred: "Dir wurde ein Chat übergeben.",
    mention: "{name} erwähnt dich in einer Notiz.",
    waiting: "Jemand wartet auf eine Antwort.",
    other: "In der Konsole gibt es Neues.",
  },
};

function titleOf({ type, name }) {
  const texts = TEXTS[self.navigator.language.slice(0, 2)] ?? TEXTS.en;
  return (texts[type] ?? texts.other).replace("{name}", name || "?").trim();
}

self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const icon = "/console/icon.svg";
  const shown = { body: told.text ?? "", icon, tag: told.conversationId ?? told.id, data: told };
  // Always, for browsers take the permission away from who is pushed to and shows nothing.
  event.waitUntil(self.registration.showNotification(titleOf(told), shown));
});

async function open({ conversationId }) {
  const path = conversationId ? `/console/inbox/mine/${conversationId}` : "/console/inbox/mine";
  const consoles = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const one = consoles.find(({ url }) => new URL(url).pathname.startsWith("/console"));
  if (!one) return self.clients.openWindow(path);
  await one.focus();
  return one.navigate(path).catch(() => undefined);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});
