import type { LiveConversation } from "@livechat/chat-client";
import { Modal } from "@mantine/core";
import { useActions } from "../actions/use-actions.tsx";
import { useAgentState } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { Face } from "../parts/face.tsx";
import { Picker } from "../parts/picker.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  conversation: LiveConversation;
  onDone(): void;
}

/** Gives the chat to somebody; whoever oversees may do so whatever that one's state. */
export function PickAgent({ conversation, onDone }: Props) {
  const t = useTexts();
  const actions = useActions();
  const agents = useAgentState((state) => state.agents);
  const options = agents
    .filter(({ id }) => id !== conversation.assignedAgentId)
    .map(({ id, name, avatarUrl, status, activeChats, maxConcurrentChats }) => ({
      id,
      text: name,
      before: <Face name={name} url={avatarUrl} status={status} small />,
      hint: `${t(`status.${status}`)} · ${activeChats}/${maxConcurrentChats}`,
    }));
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("conversation.assign")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Picker
        label={t("conversation.assignTo")}
        options={options}
        onChoose={({ id, text }) => {
          onDone();
          void actions.assign(conversation.id, { id, name: text }, true);
        }}
      />
    </Modal>
  );
}

/** Puts a tag on, or takes it off. */
export function PickTag({ conversation, onDone }: Props) {
  const t = useTexts();
  const actions = useActions();
  const tags = useTags();
  const has = (id: string) => conversation.tagIds.includes(id);
  const options = tags.map(({ id, name, color }) => ({
    id,
    text: name,
    before: <span className="swatch" style={{ background: color }} />,
    hint: has(id) ? t("conversation.takeOff") : undefined,
  }));
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("conversation.tag")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Picker
        label={t("conversation.tagWith")}
        options={options}
        onChoose={({ id, text }) => {
          onDone();
          const tag = { id, name: text };
          if (has(id)) actions.untag(conversation.id, tag);
          else actions.tag(conversation.id, tag);
        }}
      />
    </Modal>
  );
}
