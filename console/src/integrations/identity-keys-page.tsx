import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { useChange } from "../actions/use-change.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { entered, Field, Form, Sure } from "../parts/form.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Dialog, ListTable, PageHead, ShownOnce } from "./parts.tsx";

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
  const add = async (form: FormData) => {
    const made = await call("createIdentityKey", { body: { name: entered(form, "name") } });
    setAdding(false);
    setSecret(made.secret);
    void reload();
  };
  return (
    <>
      <PageHead
        title={t("settings.identity")}
        lead={t("identity.lead")}
        add={t("identity.add")}
        onAdd={() => setAdding(true)}
      />
      <Problem text={problem?.message} />
      {data?.length === 0 && <p className="empty">{t("identity.none")}</p>}
      {data && data.length > 0 && (
        <ListTable head={[t("details.name"), t("identity.kid"), t("identity.made")]}>
          {data.map(({ id, name, createdAt }) => (
            <tr key={id}>
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
                  onSure={() => void change(() => call("deleteIdentityKey", { params: { id } }))}
                />
              </td>
            </tr>
          ))}
        </ListTable>
      )}
      {isAdding && (
        <Dialog title={t("identity.add")} onDone={() => setAdding(false)}>
          <Form onSubmit={add} submit={t("actions.save")}>
            <Field label={t("details.name")} name="name" required maxLength={LIMITS.MAX_NAME_CHARS} />
          </Form>
        </Dialog>
      )}
      {secret !== null && (
        <ShownOnce
          secrets={[{ label: t("identity.secret"), value: secret }]}
          onDone={() => setSecret(null)}
        />
      )}
    </>
  );
}
