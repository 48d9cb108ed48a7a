import type { LiveConversation } from "@livechat/chat-client";
import { LIMITS } from "@livechat/contract/limits";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { useActions } from "../actions/use-actions.tsx";
import { useAgentState, useMe } from "../client/context.tsx";
import { listOf } from "../inbox/filter.ts";
import { Icon } from "../look/icon.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Face } from "../parts/face.tsx";
import { type Option, Picker } from "../parts/picker.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./transfer.css";

interface Props {
  conversation: LiveConversation;
  name: string;
  backTo: string;
  onDone(): void;
}

/** To whom it can go: nothing is chosen, neither its owner nor the sender is there, and who cannot take it says why. */
function useTargets(conversation: LiveConversation): Option[] {
  const t = useTexts();
  const me = useMe();
  const agents = useAgentState((state) => state.agents);
  const groups = useAgentState((state) => state.groups);
  const free = (groupId: string) =>
    agents.filter(
      ({ id, groupIds, status, acceptingChats, activeChats, maxConcurrentChats }) =>
        id !== conversation.assignedAgentId &&
        groupIds.includes(groupId) &&
        status === "online" &&
        acceptingChats &&
        activeChats < maxConcurrentChats,
    ).length;
  const people = agents
    .filter(({ id }) => id !== conversation.assignedAgentId && id !== me.id)
    .map(({ id, name, avatarUrl, status, acceptingChats, activeChats, maxConcurrentChats }): Option => {
      const load = `${activeChats}/${maxConcurrentChats}`;
      const isPaused = status === "online" && !acceptingChats;
      const refused =
        status !== "online"
          ? t(`status.${status}`)
          : isPaused
            ? t("me.paused")
            : activeChats >= maxConcurrentChats
              ? t("transfer.full", { load })
              : undefined;
      return {
        id: `agent:${id}`,
        text: name,
        group: t("transfer.agents"),
        before: <Face name={name} url={avatarUrl} status={isPaused ? "away" : status} small />,
        hint: load,
        ...(refused !== undefined && { refused }),
      };
    });
  const teams = groups.map(
    ({ id, name }): Option => ({
      id: `group:${id}`,
      text: name,
      group: t("transfer.groups"),
      before: <Icon name="people" />,
      hint: free(id) > 0 ? t.count("transfer.free", free(id)) : t("transfer.nobodyFree"),
    }),
  );
  const byRefusal = (a: Option, b: Option) =>
    Number(a.refused !== undefined) - Number(b.refused !== undefined);
  return [...people.sort(byRefusal), ...teams];
}

interface NoteProps {
  to: Option;
  note: string;
  /** Kept when another target is chosen. */
  setNote(note: string): void;
  onChange(): void;
  onTransfer(note: string): void;
  onCancel(): void;
}

/** Whom it goes to, and what they should know. */
function NoteForm({ to, note, setNote, onChange, onTransfer, onCancel }: NoteProps) {
  const t = useTexts();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTransfer(note.trim());
  };
  return (
    <form className="dialog-form" onSubmit={submit}>
      <p>
        {t("transfer.chosen", { to: to.text })}{" "}
        <button type="button" className="button plain" onClick={onChange}>
          {t("transfer.change")}
        </button>
      </p>
      {to.hint === t("transfer.nobodyFree") && <p className="problem">{t("transfer.willWait")}</p>}
      <label>
        {t("transfer.note")}
        <textarea
          className="field"
          rows={3}
          maxLength={LIMITS.MAX_NOTE_LENGTH_CHARS}
          dir="auto"
          value={note}
          data-autofocus
          // biome-ignore lint/a11y/noAutofocus: the step before was a choice in the same dialog.
          autoFocus
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      <p className="dialog-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {t("actions.cancel")}
        </button>
        <button type="submit" className="button primary">
          {t("transfer.do")}
        </button>
      </p>
    </form>
  );
}

/** Passes the conversation on to an agent or a group, with a note for them. */
export function Transfer({ conversation, name, backTo, onDone }: Props) {
  const t = useTexts();
  const actions = useActions();
  const [, go] = useLocation();
  const targets = useTargets(conversation);
  const [to, setTo] = useState<Option | null>(null);
  const [note, setNote] = useState("");
  const transfer = (text: string) => {
    if (!to) return;
    const [kind, id = ""] = to.id.split(":");
    const target = kind === "agent" ? { agentId: id } : { groupId: id };
    const said = { text: t("actions.transferred", { name, to: to.text }), back: backTo };
    actions.transfer(conversation.id, { ...target, ...(text !== "" && { note: text }) }, said);
    onDone();
    go(listOf(backTo));
  };
  return (
    <Dialog title={t("transfer.title")} size="md" onDone={onDone}>
      {to === null ? (
        <Picker startsEmpty label={t("transfer.to")} options={targets} onChoose={setTo} />
      ) : (
        <NoteForm
          {...{ to, note, setNote }}
          onChange={() => setTo(null)}
          onTransfer={transfer}
          onCancel={onDone}
        />
      )}
    </Dialog>
  );
}
