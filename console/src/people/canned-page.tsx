import type { CannedResponse } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { reloadCanned, useCanned } from "../client/canned.ts";
import { canSupervise, useGroupName, useMe } from "../client/context.tsx";
import { filled } from "../composer/canned.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Area, Check, entered, Field, Form } from "../parts/form.tsx";
import { GroupChecks } from "../parts/group-checks.tsx";
import { HiddenHead, ListTable } from "../parts/list-table.tsx";
import { MessageText } from "../parts/message-text.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface DialogProps {
  /** null: a new one. */
  response: CannedResponse | null;
  onDone(): void;
}

/** How a visitor would read it. */
function Preview({ text }: { text: string }) {
  const t = useTexts();
  const me = useMe();
  const values = { "visitor.name": t("canned.sampleVisitor"), "agent.name": me.name };
  return (
    <section className="panel canned-preview" aria-label={t("canned.preview")}>
      <MessageText text={filled(text, values)} />
    </section>
  );
}

function useSave({ response, onDone }: DialogProps) {
  const t = useTexts();
  const call = useCall();
  return async (form: FormData) => {
    const groupIds = form.getAll("group").map(String);
    const fields = {
      shortcut: entered(form, "shortcut").replace(/^\//, ""),
      title: entered(form, "title"),
      text: String(form.get("text") ?? ""),
      groupIds: groupIds.length > 0 ? groupIds : null,
    };
    const isPrivate = form.get("isPrivate") !== null;
    if (response) await call("updateCannedResponse", { params: { id: response.id }, body: fields });
    else await call("createCannedResponse", { body: { ...fields, isPrivate } });
    await reloadCanned(call);
    say(t("actions.saved"));
    onDone();
  };
}

/** Whether a new one is for whoever makes it alone: others may not choose. */
function Privacy() {
  const t = useTexts();
  const isFixed = !canSupervise(useMe());
  return (
    <>
      <Check name="isPrivate" label={t("canned.private")} checked={isFixed} disabled={isFixed} />
      {isFixed && <input type="hidden" name="isPrivate" value="on" />}
    </>
  );
}

function CannedDialog(props: DialogProps) {
  const { response, onDone } = props;
  const t = useTexts();
  const [text, setText] = useState(response?.text ?? "");
  const save = useSave(props);
  return (
    <Dialog title={response?.title ?? t("canned.add")} onDone={onDone}>
      <Form onSubmit={save} submit={t("actions.save")}>
        <Field
          label={t("canned.shortcut")}
          name="shortcut"
          value={response?.shortcut}
          required
          hint={t("canned.shortcutHint")}
        />
        <Field
          label={t("canned.name")}
          name="title"
          value={response?.title}
          required
          maxLength={LIMITS.MAX_NAME_CHARS}
        />
        <Area
          label={t("canned.text")}
          name="text"
          value={text}
          rows={5}
          required
          hint={t("canned.textHint")}
          onChange={setText}
        />
        <Preview text={text} />
        {!response && <Privacy />}
        <GroupChecks legend={t("canned.groups")} chosen={response?.groupIds} />
      </Form>
    </Dialog>
  );
}

/** Deletes it, with a way back. */
function useRemove({ id, title }: CannedResponse) {
  const t = useTexts();
  const call = useCall();
  const params = { id };
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await reloadCanned(call);
    } catch (error) {
      sayProblem(error);
    }
  };
  return async () => {
    await change(() => call("deleteCannedResponse", { params }));
    const undo = () => void change(() => call("restoreCannedResponse", { params }));
    say(t("canned.deleted", { name: title }), { action: { label: t("actions.undo"), run: undo } });
  };
}

function Row({ response, onOpen }: { response: CannedResponse; onOpen(): void }) {
  const t = useTexts();
  const me = useMe();
  const groupName = useGroupName();
  const remove = useRemove(response);
  const mayChange = response.isPrivate ? response.ownerId === me.id : canSupervise(me);
  const scope = response.isPrivate
    ? t("canned.mine")
    : (response.groupIds?.map(groupName).join(", ") ?? t("canned.everyone"));
  return (
    <tr>
      <td>
        <strong>/{response.shortcut}</strong>
      </td>
      <td>
        {mayChange ? (
          <button type="button" className="link-button" onClick={onOpen}>
            {response.title}
          </button>
        ) : (
          response.title
        )}
        <br />
        <span className="quiet canned-text">{response.text}</span>
      </td>
      <td>{scope}</td>
      <td className="number">{t.number(response.usageCount)}</td>
      <td>
        {mayChange && (
          <button
            type="button"
            className="button danger"
            onClick={() => void remove()}
            aria-label={t("tag.deleteThis", { name: response.title })}
          >
            {t("group.delete")}
          </button>
        )}
      </td>
    </tr>
  );
}

/** What is written often, by its shortcut. */
export function CannedPage() {
  const t = useTexts();
  const { responses, state } = useCanned();
  const canned = state === "whole" ? responses : null;
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = openId === "new" ? null : canned?.find(({ id }) => id === openId);
  return (
    <>
      <PageHead title={t("people.canned")} add={t("canned.add")} onAdd={() => setOpenId("new")} />
      {canned?.length === 0 && <p className="empty">{t("canned.none")}</p>}
      {canned && canned.length > 0 && (
        <ListTable
          head={(["shortcut", "name", "for", "used"] as const).map((column) => t(`canned.${column}`))}
          last={<HiddenHead name={t("group.delete")} />}
        >
          {canned.map((response) => (
            <Row key={response.id} response={response} onOpen={() => setOpenId(response.id)} />
          ))}
        </ListTable>
      )}
      {openId !== null && opened !== undefined && (
        <CannedDialog response={opened} onDone={() => setOpenId(null)} />
      )}
    </>
  );
}
