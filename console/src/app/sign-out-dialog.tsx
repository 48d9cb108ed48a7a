import { Modal } from "@mantine/core";
import { useState } from "react";
import { useClient, useMe } from "../client/context.tsx";
import { sayError } from "../client/say-error.ts";
import { useSignOut } from "../client/session.ts";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/**
 * Asks an agent with running chats what becomes of them: nobody is left with an agent who has gone without a word. And
 * says what is lost: messages that were not sent do not stay in a browser that others use.
 */
export default function SignOutDialog({ onDone }: { onDone(): void }) {
  const t = useTexts();
  const client = useClient();
  const { activeChats } = useMe();
  const signOut = useSignOut();
  const unsent = client.unsentMessages;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const handOn = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await client.handOnChats();
      await signOut();
    } catch (error) {
      setProblem(sayError(error, t));
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("me.signOut")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      {activeChats > 0 && <p>{t.count("signOut.chats", activeChats)}</p>}
      {unsent > 0 && <p>{t.count("signOut.unsent", unsent)}</p>}
      <Problem text={problem && t("signOut.failed", { problem })} />
      <div className="form-buttons">
        {activeChats > 0 ? (
          <>
            <button
              type="button"
              className="button primary"
              data-autofocus
              disabled={isBusy}
              onClick={() => void handOn()}
            >
              {t("signOut.handOn")}
            </button>
            <button type="button" className="button" disabled={isBusy} onClick={() => void signOut()}>
              {t("signOut.keep")}
            </button>
          </>
        ) : (
          <>
            <button type="button" className="button primary" data-autofocus onClick={onDone}>
              {t("signOut.stay")}
            </button>
            <button type="button" className="button danger" onClick={() => void signOut()}>
              {t("signOut.lose")}
            </button>
          </>
        )}
      </div>
    </Modal>
  );
}
