import type { Tag } from "@livechat/contract";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { type Call, useCall } from "../client/call.ts";
import { useMe } from "../client/context.tsx";
import { reloadTags, useTags } from "../client/tags.ts";
import { DeletedList } from "../parts/deleted-list.tsx";
import { Choice, entered, Field, Form } from "../parts/form.tsx";
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

/** Calls until all that have the one tag have the other: each call takes some of them. @returns how many there were. */
async function mergeAll(call: Call, id: string, intoTagId: string): Promise<number> {
  let sum = 0;
  for (;;) {
    const { moved, isDone } = await call("mergeTag", { params: { id }, body: { intoTagId } });
    sum += moved;
    if (isDone) return sum;
  }
}

/** Asks which tag takes this one's place: it says what happens, for nobody can undo it. */
function MergedRow({ tag, onDone }: { tag: Tag; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const { id, name } = tag;
  const others = useTags().filter((other) => other.id !== id);
  const options = [
    { value: "", label: t("tag.chooseOne") },
    ...others.map((other) => ({ value: other.id, label: other.name })),
  ];
  const merge = async (form: FormData) => {
    const into = others.find((other) => other.id === entered(form, "into"));
    if (!into) throw new Error(t("tag.chooseOne"));
    const moved = await mergeAll(call, id, into.id);
    await reloadTags(call);
    say(t.count("tag.merged", moved, { name, into: into.name }));
    onDone();
  };
  const cancel = (
    <button type="button" className="button" onClick={onDone}>
      {t("actions.cancel")}
    </button>
  );
  return (
    <tr>
      <td colSpan={2}>
        <Form onSubmit={merge} submit={t("tag.merge")} more={cancel}>
          <p>{t("tag.mergeHint", { name })}</p>
          <Choice label={t("tag.mergeInto")} name="into" value="" options={options} />
        </Form>
      </td>
    </tr>
  );
}

interface ButtonsProps {
  tag: Tag;
  onEdit(): void;
  onMerge(): void;
}

/** What an admin does with a tag. */
function TagButtons({ tag, onEdit, onMerge }: ButtonsProps) {
  const t = useTexts();
  const remove = useRemove(tag);
  const hasOthers = useTags().length > 1;
  const { name } = tag;
  return (
    <span className="form-buttons">
      <button type="button" className="button" onClick={onEdit} aria-label={t("tag.editThis", { name })}>
        {t("group.edit")}
      </button>
      {hasOthers && (
        <button type="button" className="button" onClick={onMerge} aria-label={t("tag.mergeThis", { name })}>
          {t("tag.merge")}
        </button>
      )}
      <button
        type="button"
        className="button danger"
        onClick={() => void remove()}
        aria-label={t("tag.deleteThis", { name })}
      >
        {t("group.delete")}
      </button>
    </span>
  );
}

function TagRow({ tag }: { tag: Tag }) {
  const me = useMe();
  const [opened, setOpened] = useState<"edit" | "merge" | null>(null);
  const { name, color } = tag;
  const done = () => setOpened(null);
  if (opened === "edit") return <EditedRow tag={tag} onDone={done} />;
  if (opened === "merge") return <MergedRow tag={tag} onDone={done} />;
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
          <TagButtons tag={tag} onEdit={() => setOpened("edit")} onMerge={() => setOpened("merge")} />
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
