import { useStore } from "@nanostores/react";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { isSoundBlocked, unblockSound } from "../notices/sound.ts";
import { useTexts } from "../texts/use-texts.tsx";

function Connection() {
  const t = useTexts();
  const connection = useAgentState((state) => state.connection);
  const error = useAgentState((state) => state.error);
  const state = connection === "online" && error?.isTemporary ? "offline" : connection;
  if (state === "online") return null;
  return <p className="banner warning">{t(`banners.connection.${state}`)}</p>;
}

function Offline() {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  if (me.status === "online" && me.acceptingChats) return null;
  const isPaused = me.status === "online";
  const words = isPaused ? "banners.paused" : me.status === "away" ? "banners.away" : "banners.offline";
  const cure = () => void (isPaused ? client.setAcceptingChats(true) : client.setStatus("online"));
  return (
    <p className="banner">
      <span>{t(words)}</span>
      <button type="button" className="button primary" onClick={cure}>
        {isPaused ? t("banners.resume") : t("banners.goOnline")}
      </button>
    </p>
  );
}

function Sound() {
  const t = useTexts();
  const isBlocked = useStore(isSoundBlocked);
  if (!isBlocked) return null;
  return (
    <p className="banner warning">
      <span>{t("banners.soundBlocked")}</span>
      <button type="button" className="button" onClick={() => void unblockSound()}>
        {t("banners.soundOn")}
      </button>
    </p>
  );
}

/** The three things that need a banner: no connection, no chats come, no sound can be heard. */
export function Banners() {
  return (
    <div className="banners" role="status">
      <Connection />
      <Offline />
      <Sound />
    </div>
  );
}
