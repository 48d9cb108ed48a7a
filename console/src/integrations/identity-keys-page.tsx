import type { IdentityKey } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { useChange } from "../actions/use-change.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Dialog } from "../parts/dialog.tsx";
import { entered, Field, Form, Sure } from "../parts/form.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { ShownOnce } from "./shown-once.tsx";

function AddKey({ onMade, onDone }: { onMade(secret: string): void; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const add = async (form: FormData) => {
    const made = await call("createIdentityKey", { body: { name: entered(form, "name") } });
    onMade(made.secret);
  };
  return (
    <Dialog title={t("identity.add")} onDone={onDone}>
      <Form onSubmit={add} submit={t("actions.save")}>
        <Field label={t("details.name")} name="name" required maxLength={LIMITS.MAX_NAME_CHARS} />
      </Form>
    </Dialog>
  );
}

function KeyRow({ of: { id, name, createdAt }, onDelete }: { of: IdentityKey; onDelete(): void }) {
  const t = useTexts();
  return (
    <tr>
      <td>
        <bdi>{name}</bdi>
      </td>
      <td>
        <code>{id}</code>
      </td>
      <td>{t.dateTime(createdAt)}</td>
      <td>
        <Sure
          label={t("group.delete")}
          question={t("identity.deleteQuestion", { name })}
          confirm={t("group.delete")}
          onSure={onDelete}
        />
      </td>
    </tr>
  );
}

/** With which the company's server signs who a visitor is. */
export function IdentityKeysPage() {
  const t = useTexts();
  const call = useCall();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { data, problem, reload } = useLoaded("identity-keys", () =>
    allPages((pageToken) => call("listIdentityKeys", { query: pageQuery(pageToken) })),
  );
  const change = useChange(reload);
  const remove = (id: string) => change(() => call("deleteIdentityKey", { params: { id } }));
  const made = (ofTheNew: string) => {
    setAdding(false);
    setSecret(ofTheNew);
    void reload();
  };
  const head = [t("details.name"), t("identity.kid"), t("identity.made")];
  return (
    <>
      <PageHead
        title={t("settings.identity")}
        lead={t("identity.lead")}
        add={t("identity.add")}
        onAdd={() => setAdding(true)}
      />
      <Problem text={problem} />
      {data?.length === 0 && <p className="empty">{t("identity.none")}</p>}
      {data && data.length > 0 && (
        <ListTable head={head}>
          {data.map((key) => (
            <KeyRow key={key.id} of={key} onDelete={() => void remove(key.id)} />
          ))}
        </ListTable>
      )}
      {isAdding && <AddKey onMade={made} onDone={() => setAdding(false)} />}
      {secret !== null && (
        <ShownOnce
          secrets={[{ label: t("identity.secret"), value: secret }]}
          onDone={() => setSecret(null)}
        />
      )}
    </>
  );
}
