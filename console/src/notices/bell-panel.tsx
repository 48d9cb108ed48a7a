import type { Notification } from "@livechat/contract";
import { Popover } from "@mantine/core";
import { sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useNow } from "../client/use-now.ts";
import type { Opened } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { told } from "./told.ts";

const MINUTE_MS = 60_000;

function Entry({ notification, onOpen }: { notification: Notification; onOpen(): void }) {
  const t = useTexts();
  const now = useNow(MINUTE_MS);
  const { text, read, createdAt } = notification;
  return (
    <li>
      <button type="button" className={`bell-entry ${read ? "" : "unread"}`} onClick={onOpen}>
        <span>
          {told(notification, t)}
          {!read && <span className="hidden-visually"> {t("row.unread")}</span>}
        </span>
        <time className="quiet number" dateTime={createdAt}>
          {t.duration(Math.max(0, now - Date.parse(createdAt)))}
        </time>
        {text && <span className="preview quiet">{text}</span>}
      </button>
    </li>
  );
}

interface Props extends Opened {
  list: readonly Notification[];
  onOpen(notification: Notification): void;
}

export default function BellPanel({ isOpen, onChange, target, list, onOpen }: Props) {
  const t = useTexts();
  const call = useCall();
  const hasUnread = list.some(({ read }) => !read);
  const open = (one: Notification) => {
    onChange(false);
    onOpen(one);
  };
  return (
    <Popover opened={isOpen} onChange={onChange} position="right-end" trapFocus width={340}>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={t("bell.title")}>
        <header className="bell-head">
          <h2>{t("bell.title")}</h2>
          <button
            type="button"
            className="button"
            disabled={!hasUnread}
            onClick={() => void call("readAllNotifications").catch(sayProblem)}
          >
            {t("bell.readAll")}
          </button>
        </header>
        {list.length === 0 && <p className="empty">{t("bell.none")}</p>}
        <ul className="bell-list">
          {list.map((one) => (
            <Entry key={one.id} notification={one} onOpen={() => open(one)} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
