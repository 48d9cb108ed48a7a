import { useEffect } from "react";
import { useAgentName, useAgentState, useClient } from "../client/context.tsx";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** Colleagues who have this conversation open, too: two who answer at once say two things. */
export function Lookers({ id }: { id: string }) {
  const t = useTexts();
  const client = useClient();
  const agentName = useAgentName();
  const lookers = useAgentState((state) => state.lookers);
  useEffect(() => {
    client.lookAt(id);
    return () => client.lookAt(null);
  }, [client, id]);
  const say = (key: "lookers.writing" | "lookers.looking", isWriting: boolean) => {
    const names = lookers
      .filter(({ writing }) => writing === isWriting)
      .map(({ agentId }) => agentName(agentId) ?? t("timeline.agent"));
    return names.length > 0 ? t.count(key, names.length, { names: names.join(", ") }) : "";
  };
  const words = `${say("lookers.writing", true)} ${say("lookers.looking", false)}`.trim();
  return (
    <p className="lookers" role="status">
      {words && (
        <>
          <Icon name="eye" />
          <bdi>{words}</bdi>
        </>
      )}
    </p>
  );
}
