import { lazy, Suspense, useState } from "react";
import { useAgentState, useClient, useMe } from "../client/context.tsx";
import { useSignOut } from "../client/session.ts";
import { Face } from "../parts/face.tsx";
import { Opener } from "../parts/opener.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const load = () => import("./me-menu-panel.tsx");
const SignOutDialog = lazy(() => import("./sign-out-dialog.tsx"));

/** Who I am, whether chats come to me, and what is mine alone. */
export function MeMenu() {
  const t = useTexts();
  const client = useClient();
  const me = useMe();
  const connection = useAgentState((state) => state.connection);
  const [isLeaving, setLeaving] = useState(false);
  const signOut = useSignOut();
  const leave = () => {
    if (me.activeChats > 0 || client.unsentMessages > 0) setLeaving(true);
    else void signOut();
  };
  const paused = me.status === "online" && !me.acceptingChats;
  const status = paused ? t("me.paused") : t(`status.${me.status}`);
  return (
    <>
      <Opener
        opens="menu"
        className="rail-link me"
        hint={`${me.name}, ${status}`}
        data={{ "data-connection": connection }}
        load={load}
        panel={{ onLeave: leave }}
      >
        <Face name={me.name} url={me.avatarUrl} status={paused ? "away" : me.status} />
        <span className="load number" aria-hidden="true">
          {me.activeChats}/{me.maxConcurrentChats}
        </span>
        <span className="hidden-visually">
          {t("me.menu", { name: me.name, status, n: me.activeChats, limit: me.maxConcurrentChats })}
        </span>
      </Opener>
      {isLeaving && (
        <Suspense fallback={null}>
          <SignOutDialog onDone={() => setLeaving(false)} />
        </Suspense>
      )}
    </>
  );
}
