import { Modal } from "@mantine/core";
import { useState } from "react";
import { useClient, useMe } from "../client/context.tsx";
import { problemOf } from "../client/problem.ts";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** Asks an agent with running chats what becomes of them. Nobody is left with an agent who has gone without a word. */
export default function SignOutDialog({ onDone }: { onDone(): void }) {
  const t = useTexts();
  const client = useClient();
  const { activeChats } = useMe();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const handOn = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await client.handOnChats();
      await client.signOut();
    } catch (error) {
      setProblem(problemOf(error).message);
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
      <p>{t.count("signOut.chats", activeChats)}</p>
      <Problem text={problem && t("signOut.failed", { problem })} />
      <div className="form-buttons">
        <button
          type="button"
          className="button primary"
          data-autofocus
          disabled={isBusy}
          onClick={() => void handOn()}
        >
          {t("signOut.handOn")}
        </button>
        <button type="button" className="button" disabled={isBusy} onClick={() => void client.signOut()}>
          {t("signOut.keep")}
        </button>
      </div>
    </Modal>
  );
}
