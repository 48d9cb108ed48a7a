import type { VisitorNote } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { canSupervise, useAgentName, useMe } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Icon } from "../look/icon.tsx";
import { Area, entered, Form } from "../parts/form.tsx";
import { MessageText } from "../parts/message-text.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Card } from "./card.tsx";

interface NoteProps {
  note: VisitorNote;
  /** Given to who may delete it. */
  onDelete: (() => void) | null;
}

function Note({ note, onDelete }: NoteProps) {
  const t = useTexts();
  const agentName = useAgentName();
  return (
    <li className="person-note">
      <div dir="auto">
        <MessageText text={note.text} />
      </div>
      <p className="quiet">
        <bdi>{agentName(note.authorId) ?? t("notes.formerAgent")}</bdi> · {t.dateTime(note.createdAt)}
        {onDelete && (
          <button
            type="button"
            className="chip-button"
            aria-label={t("notes.delete")}
            title={t("notes.delete")}
            onClick={onDelete}
          >
            <Icon name="close" />
          </button>
        )}
      </p>
    </li>
  );
}

/** What the team has noted of the person, whatever the conversation: no visitor ever sees it. */
export function Notes({ visitorId }: { visitorId: string }) {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const [round, setRound] = useState(0);
  const params = { id: visitorId };
  const { data, problem, reload } = useLoaded(visitorId, () => call("listVisitorNotes", { params }));
  const add = async (form: FormData) => {
    await call("addVisitorNote", { params, body: { text: entered(form, "text") } });
    setRound(round + 1);
    await reload();
  };
  const remove = async ({ id: noteId }: VisitorNote) => {
    await call("deleteVisitorNote", { params: { ...params, noteId } });
    await reload();
  };
  const mayDelete = ({ authorId }: VisitorNote) => authorId === me.id || canSupervise(me);
  return (
    <Card title={t("notes.title")}>
      <Problem text={problem} />
      <ul className="person-notes">
        {data?.items.map((note) => (
          <Note
            key={note.id}
            note={note}
            onDelete={mayDelete(note) ? () => void remove(note).catch(sayProblem) : null}
          />
        ))}
      </ul>
      <Form key={round} onSubmit={add} submit={t("notes.add")}>
        <Area
          label={t("notes.text")}
          name="text"
          rows={2}
          required
          maxLength={LIMITS.MAX_NOTE_LENGTH_CHARS}
          hint={t("composer.onlyTeam")}
        />
      </Form>
    </Card>
  );
}
