import type { Decision, Refusal } from "@livechat/contract";
import { Modal } from "@mantine/core";
import { useCall } from "../client/call.ts";
import { useAgentName } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Problem } from "../parts/problem.tsx";
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

/** A decision of routing: who was considered, who was chosen, and why each of the others was not. */
export function DecisionTable({ decision }: { decision: Decision }) {
  const t = useTexts();
  const agentName = useAgentName();
  const nameOf = (id: string) => agentName(id) ?? id;
  return (
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
  );
}

type Of = { conversationId: string } | { groupId: string };

/** Who would get it now, and why: routing's own decision, without any effect. */
export function RoutingPreview({ of, onDone }: { of: Of; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const { data, problem } = useLoaded(JSON.stringify(of), () =>
    "groupId" in of
      ? call("previewGroupRouting", { params: { id: of.groupId } })
      : call("previewConversationRouting", { params: { id: of.conversationId } }),
  );
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("why.preview")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Problem text={problem} />
      {!data && !problem && <p>{t("places.loading")}</p>}
      {data && data.waitingBefore > 0 && <p>{t.count("why.waitingBefore", data.waitingBefore)}</p>}
      {data && <DecisionTable decision={data} />}
    </Modal>
  );
}
