import { Modal } from "@mantine/core";
import { useActions } from "../actions/use-actions.tsx";
import { useAgentState } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { snoozeTimes } from "../conversation/snooze.ts";
import { Icon } from "../look/icon.tsx";
import { Face } from "../parts/face.tsx";
import { type Option, Picker } from "../parts/picker.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { chooseNone, chosenIds } from "./selection.ts";

export type Step = "assign" | "tag" | "snooze";

function useOptions(step: Step): Option[] {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const tags = useTags();
  if (step === "tag") {
    return tags.map(({ id, name, color }) => ({
      id,
      text: name,
      before: <span className="swatch" style={{ background: color }} />,
    }));
  }
  if (step === "snooze") {
    return snoozeTimes(new Date()).map(({ label, until }) => ({
      id: until.toISOString(),
      text: t(label),
      before: <Icon name="snooze" />,
      hint: t.dateTime(until.toISOString()),
    }));
  }
  return agents.map(({ id, name, avatarUrl, status, activeChats, maxConcurrentChats }) => ({
    id,
    text: name,
    before: <Face name={name} url={avatarUrl} status={status} small />,
    hint: `${t(`status.${status}`)} · ${activeChats}/${maxConcurrentChats}`,
  }));
}

/** To whom, with which tag, until when. */
export default function BulkChoice({ step, onDone }: { step: Step; onDone(): void }) {
  const t = useTexts();
  const actions = useActions();
  const ids = [...chosenIds.get()];
  const options = useOptions(step);
  const choose = ({ id }: Option) => {
    onDone();
    chooseNone();
    if (step === "assign") void actions.many({ ids, action: "assign", agentId: id, force: true });
    if (step === "tag") void actions.many({ ids, action: "tag", tagId: id });
    if (step === "snooze") void actions.many({ ids, action: "snooze", until: id });
  };
  return (
    <Modal
      opened
      onClose={onDone}
      title={t(`bulk.${step}`)}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Picker label={t(`bulk.${step}`)} options={options} onChoose={choose} />
    </Modal>
  );
}
