import type { Refusal } from "@livechat/contract";
import { Modal } from "@mantine/core";
import { useCall } from "../client/call.ts";
import { useAgentName } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import type { TextKey } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";

const REFUSALS: Record<Refusal, TextKey> = {
  deleted: "why.deleted",
  not_in_group: "why.notInGroup",
  offline: "why.offline",
  away: "why.away",
  not_accepting: "why.notAccepting",
  at_limit: "why.atLimit",
  lease_expired: "why.leaseExpired",
  passed_deadline: "why.passedDeadline",
  supervisor_only: "why.supervisorOnly",
  paused: "why.paused",
};

/** Who was considered for this conversation, and why it went to whom it went: the decision as it was stored. */
export function Why({ conversationId, onDone }: { conversationId: string; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const agentName = useAgentName();
  const { data, problem } = useLoaded(conversationId, () =>
    call("getAssignment", { params: { id: conversationId } }),
  );
  const decision = data?.decision ?? null;
  const nameOf = (id: string) => agentName(id) ?? id;
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("conversation.why")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      {problem && (
        <p role="alert" className="problem">
          {problem.message}
        </p>
      )}
      {!data && !problem && <p>{t("places.loading")}</p>}
      {data && (
        <p>
          {t(`why.state.${data.state}`)} {t.count("why.attempts", data.attempts)}
          {data.lastError && <span className="problem"> {data.lastError}</span>}
        </p>
      )}
      {decision && (
        <>
          <p>
            <strong>{decision.chosenAgentId ? nameOf(decision.chosenAgentId) : t("why.nobody")}</strong> ·{" "}
            {decision.reason} · {t.dateTime(decision.decidedAt)}
          </p>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("why.agent")}</th>
                <th scope="col">{t("why.load")}</th>
                <th scope="col">{t("why.verdict")}</th>
              </tr>
            </thead>
            <tbody>
              {decision.candidates.map(
                ({ agentId, eligible, refusedBecause, activeChats, maxConcurrentChats }) => (
                  <tr key={agentId}>
                    <td>{nameOf(agentId)}</td>
                    <td className="number">
                      {activeChats}/{maxConcurrentChats}
                    </td>
                    <td>{eligible || !refusedBecause ? t("why.eligible") : t(REFUSALS[refusedBecause])}</td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
          {decision.candidatesCapped && <p className="quiet">{t("why.capped")}</p>}
        </>
      )}
    </Modal>
  );
}
