import type { CannedResponse } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { reloadCanned, useCanned } from "../client/canned.ts";
import { canSupervise, useAgentState, useGroupName, useMe } from "../client/context.tsx";
import { filled } from "../composer/canned.ts";
import { Area, Check, entered, Field, Form } from "../parts/form.tsx";
import { MessageText } from "../parts/message-text.tsx";
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

function CannedDialog({ response, onDone }: DialogProps) {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const groups = useAgentState((state) => state.groups);
  const [text, setText] = useState(response?.text ?? "");
  const save = async (form: FormData) => {
    const groupIds = form.getAll("group").map(String);
    const fields = {
      shortcut: entered(form, "shortcut").replace(/^\//, ""),
      title: entered(form, "title"),
      text: String(form.get("text") ?? ""),
      groupIds: groupIds.length > 0 ? groupIds : null,
    };
    if (response) await call("updateCannedResponse", { params: { id: response.id }, body: fields });
    else
      await call("createCannedResponse", { body: { ...fields, isPrivate: form.get("isPrivate") !== null } });
    await reloadCanned(call);
    say(t("actions.saved"));
    onDone();
  };
  return (
    <Modal
      opened
      onClose={onDone}
      size="lg"
      title={response?.title ?? t("canned.add")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Form onSubmit={save} submit={t("actions.save")}>
        <Field
          label={t("canned.shortcut")}
          name="shortcut"
          value={response?.shortcut ?? ""}
          required
          hint={t("canned.shortcutHint")}
        />
        <Field
          label={t("canned.name")}
          name="title"
          value={response?.title ?? ""}
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
        {!response && (
          <Check
            name="isPrivate"
            label={t("canned.private")}
            checked={!canSupervise(me)}
            disabled={!canSupervise(me)}
          />
        )}
        {!response && !canSupervise(me) && <input type="hidden" name="isPrivate" value="on" />}
        <fieldset className="form-set">
          <legend>{t("canned.groups")}</legend>
          {groups.map(({ id, name }) => (
            <Check
              key={id}
              name="group"
              value={id}
              label={name}
              checked={response?.groupIds?.includes(id) ?? false}
            />
          ))}
        </fieldset>
      </Form>
    </Modal>
  );
}

function Row({ response, onOpen }: { response: CannedResponse; onOpen(): void }) {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const groupName = useGroupName();
  const params = { id: response.id };
  const mayChange = response.isPrivate ? response.ownerId === me.id : canSupervise(me);
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await reloadCanned(call);
    } catch (error) {
      sayProblem(error);
    }
  };
  const remove = async () => {
    await change(() => call("deleteCannedResponse", { params }));
    const undo = () => void change(() => call("restoreCannedResponse", { params }));
    say(t("canned.deleted", { name: response.title }), { action: { label: t("actions.undo"), run: undo } });
  };
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
  const canned = useCanned();
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = openId === "new" ? null : canned?.find(({ id }) => id === openId);
  return (
    <>
      <header className="page-head">
        <h1>{t("people.canned")}</h1>
        <button type="button" className="button primary" onClick={() => setOpenId("new")}>
          {t("canned.add")}
        </button>
      </header>
      {canned?.length === 0 && <p className="empty">{t("canned.none")}</p>}
      {canned && canned.length > 0 && (
        <div className="panel table-scroll">
          <table className="table">
            <thead>
              <tr>
                {(["shortcut", "name", "for", "used"] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`canned.${column}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="hidden-visually">{t("group.delete")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {canned.map((response) => (
                <Row key={response.id} response={response} onOpen={() => setOpenId(response.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {openId !== null && opened !== undefined && (
        <CannedDialog response={opened} onDone={() => setOpenId(null)} />
      )}
    </>
  );
}
