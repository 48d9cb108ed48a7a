import { Modal } from "@mantine/core";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { DecisionTable } from "./routing-preview.tsx";

/** Who was considered for this conversation, and why it went to whom it went: the decision as it was stored. */
export function Why({ conversationId, onDone }: { conversationId: string; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const { data, problem } = useLoaded(conversationId, () =>
    call("getAssignment", { params: { id: conversationId } }),
  );
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("conversation.why")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Problem text={problem} />
      {!data && !problem && <p>{t("places.loading")}</p>}
      {data && (
        <p>
          {t(`why.state.${data.state}`)} {t.count("why.attempts", data.attempts)}
          {data.lastError && <span className="problem"> {data.lastError}</span>}
        </p>
      )}
      {data?.decision && <DecisionTable decision={data.decision} />}
    </Modal>
  );
}
