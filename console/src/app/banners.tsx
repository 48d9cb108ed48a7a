import { useStore } from "@nanostores/react";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { isSoundBlocked, unblockSound } from "../notices/sound.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { reachBanner } from "./banner-of.ts";

/** Why no chats come, or none at once: the connection, or what the agent has chosen to be. */
function Reach() {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const connection = useAgentState((state) => state.connection);
  const isUnanswered = useAgentState((state) => state.error?.isTemporary === true);
  const banner = reachBanner(connection === "online" && isUnanswered ? "offline" : connection, me);
  if (banner === null) return null;
  const { words, isWarning, cure } = banner;
  const take = () => void (cure === "resume" ? client.setAcceptingChats(true) : client.setStatus("online"));
  return (
    <p className={`banner ${isWarning ? "warning" : ""}`}>
      <span>{words.map((key) => t(key)).join(" ")}</span>
      {cure && (
        <button type="button" className="button primary" onClick={take}>
          {t(`banners.${cure}`)}
        </button>
      )}
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

/** What needs a banner: no chats come, for want of a connection or by choice; no sound can be heard. */
export function Banners() {
  return (
    <div className="banners" role="status">
      <Reach />
      <Sound />
    </div>
  );
}
