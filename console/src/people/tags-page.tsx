import type { Tag } from "@livechat/contract";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useMe } from "../client/context.tsx";
import { reloadTags, useTags } from "../client/tags.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Field, Form } from "../parts/form.tsx";
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

function TagRow({ tag }: { tag: Tag }) {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const change = useChange();
  const [isEdited, setEdited] = useState(false);
  const params = { id: tag.id };
  const remove = async () => {
    await change(() => call("deleteTag", { params }));
    const undo = () => void change(() => call("restoreTag", { params }));
    say(t("tag.deleted", { name: tag.name }), { action: { label: t("actions.undo"), run: undo } });
  };
  if (isEdited) {
    const save = async (form: FormData) => {
      const body = { name: String(form.get("name")).trim(), color: String(form.get("color")) };
      await call("updateTag", { params, body });
      await reloadTags(call);
      setEdited(false);
    };
    return (
      <tr>
        <td colSpan={2}>
          <Form onSubmit={save} submit={t("actions.save")}>
            <div className="tag-form">
              <Field label={t("details.name")} name="name" value={tag.name} required />
              <Field label={t("tag.color")} name="color" type="color" value={tag.color} />
            </div>
          </Form>
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <td>
        <span className="chip">
          <span className="swatch" style={{ background: tag.color }} />
          {tag.name}
        </span>
      </td>
      <td>
        {me.role === "admin" && (
          <span className="form-buttons">
            <button
              type="button"
              className="button"
              onClick={() => setEdited(true)}
              aria-label={t("tag.editThis", { name: tag.name })}
            >
              {t("group.edit")}
            </button>
            <button
              type="button"
              className="button danger"
              onClick={() => void remove()}
              aria-label={t("tag.deleteThis", { name: tag.name })}
            >
              {t("group.delete")}
            </button>
          </span>
        )}
      </td>
    </tr>
  );
}

function DeletedTags() {
  const t = useTexts();
  const call = useCall();
  const change = useChange();
  const tags = useTags();
  const { data } = useLoaded(`deleted-${tags.length}`, async () => {
    const all = await allPages((pageToken) =>
      call("listTags", { query: { ...pageQuery(pageToken), includeDeleted: "true" } }),
    );
    return all.filter(({ isDeleted }) => isDeleted);
  });
  if (!data || data.length === 0) return null;
  return (
    <details className="card">
      <summary>
        <h2>{t.count("people.deleted", data.length)}</h2>
      </summary>
      <ul>
        {data.map(({ id, name }) => (
          <li key={id} className="form-buttons">
            {name}
            <button
              type="button"
              className="button"
              onClick={() => void change(() => call("restoreTag", { params: { id } }))}
            >
              {t("people.restore")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The words that chats are sorted by. */
export function TagsPage() {
  const t = useTexts();
  const call = useCall();
  const me = useMe();
  const tags = useTags();
  const isAdmin = me.role === "admin";
  const create = async (form: FormData) => {
    await call("createTag", {
      body: { name: String(form.get("name")).trim(), color: String(form.get("color")) },
    });
    await reloadTags(call);
  };
  return (
    <>
      <header className="page-head">
        <h1>{t("people.tags")}</h1>
      </header>
      {isAdmin && (
        <Form key={tags.length} onSubmit={create} submit={t("tag.add")}>
          <div className="tag-form">
            <Field label={t("tag.new")} name="name" required />
            <Field label={t("tag.color")} name="color" type="color" value={FIRST_COLOR} />
          </div>
        </Form>
      )}
      {tags.length === 0 ? (
        <p className="empty">{t("tag.none")}</p>
      ) : (
        <div className="panel table-scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("details.name")}</th>
                <th scope="col">
                  <span className="hidden-visually">{t("group.edit")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tags.map((tag) => (
                <TagRow key={tag.id} tag={tag} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isAdmin && <DeletedTags />}
    </>
  );
}
