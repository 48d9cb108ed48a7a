interface Shown {
  title: string;
  /** One of a kind replaces the one before. */
  tag: string;
  open(): void;
}

/** Shows it beside the clock of the desktop, when nobody can see the page and the agent has allowed it. */
export function showOnDesktop({ title, tag, open }: Shown): void {
  if (document.visibilityState === "visible") return;
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const notification = new Notification(title, { tag, icon: "/console/icon.svg" });
  notification.onclick = () => {
    window.focus();
    open();
    notification.close();
  };
}
