import type { Tag } from "@livechat/contract";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useMe } from "../client/context.tsx";
import { reloadTags, useTags } from "../client/tags.ts";
import { DeletedList } from "../parts/deleted-list.tsx";
import { entered, Field, Form } from "../parts/form.tsx";
import { HiddenHead, ListTable } from "../parts/list-table.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const FIRST_COLOR = "#607d8b";

/** A change of the tags, shown everywhere at once; what is refused is said. */
function useChange() {
  const call = useCall();
  return async (change: () => Promise<unknown>) => {
    try {
      await change();
      await reloadTags(call);
    } catch (error) {
      sayProblem(error);
    }
  };
}

/** Deletes it, with a way back. */
function useRemove({ id, name }: Tag) {
  const t = useTexts();
  const call = useCall();
  const change = useChange();
  const params = { id };
  return async () => {
    await change(() => call("deleteTag", { params }));
    const undo = () => void change(() => call("restoreTag", { params }));
    say(t("tag.deleted", { name }), { action: { label: t("actions.undo"), run: undo } });
  };
}

interface TagFormProps {
  name: string;
  /** What the field for the name is called. */
  label: string;
  color: string;
  submit: string;
  onSubmit(body: { name: string; color: string }): Promise<void>;
}

function TagForm({ name, label, color, submit, onSubmit }: TagFormProps) {
  const t = useTexts();
  const save = (form: FormData) => onSubmit({ name: entered(form, "name"), color: entered(form, "color") });
  return (
    <Form onSubmit={save} submit={submit}>
      <div className="tag-form">
        <Field label={label} name="name" value={name} required />
        <Field label={t("tag.color")} name="color" type="color" value={color} />
      </div>
    </Form>
  );
}

function EditedRow({ tag, onDone }: { tag: Tag; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const { id, name, color } = tag;
  const save = async (body: { name: string; color: string }) => {
    await call("updateTag", { params: { id }, body });
    await reloadTags(call);
    onDone();
  };
  return (
    <tr>
      <td colSpan={2}>
        <TagForm {...{ name, color }} label={t("details.name")} submit={t("actions.save")} onSubmit={save} />
      </td>
    </tr>
  );
}

function TagRow({ tag }: { tag: Tag }) {
  const t = useTexts();
  const me = useMe();
  const remove = useRemove(tag);
  const [isEdited, setEdited] = useState(false);
  const { name, color } = tag;
  if (isEdited) return <EditedRow tag={tag} onDone={() => setEdited(false)} />;
  return (
    <tr>
      <td>
        <span className="chip">
          <span className="swatch" style={{ background: color }} />
          {name}
        </span>
      </td>
      <td>
        {me.role === "admin" && (
          <span className="form-buttons">
            <button
              type="button"
              className="button"
              onClick={() => setEdited(true)}
              aria-label={t("tag.editThis", { name })}
            >
              {t("group.edit")}
            </button>
            <button
              type="button"
              className="button danger"
              onClick={() => void remove()}
              aria-label={t("tag.deleteThis", { name })}
            >
              {t("group.delete")}
            </button>
          </span>
        )}
      </td>
    </tr>
  );
}

/** The words that chats are sorted by. */
export function TagsPage() {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const tags = useTags();
  const isAdmin = me.role === "admin";
  const create = async (body: { name: string; color: string }) => {
    await call("createTag", { body });
    await reloadTags(call);
  };
  const restore = async (id: string) => {
    await call("restoreTag", { params: { id } });
    await reloadTags(call);
  };
  return (
    <>
      <header className="page-head">
        <h1>{t("people.tags")}</h1>
      </header>
      {isAdmin && (
        <TagForm
          key={tags.length}
          name=""
          label={t("tag.new")}
          color={FIRST_COLOR}
          submit={t("tag.add")}
          onSubmit={create}
        />
      )}
      {tags.length === 0 ? (
        <p className="empty">{t("tag.none")}</p>
      ) : (
        <ListTable head={[t("details.name")]} last={<HiddenHead name={t("group.edit")} />}>
          {tags.map((tag) => (
            <TagRow key={tag.id} tag={tag} />
          ))}
        </ListTable>
      )}
      {isAdmin && (
        <DeletedList others={tags.length} list={(query) => call("listTags", { query })} restore={restore} />
      )}
    </>
  );
}
