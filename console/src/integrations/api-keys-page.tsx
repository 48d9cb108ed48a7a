import type { ApiKey } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { SCOPE_RESOURCES } from "@livechat/contract/names";
import { useState } from "react";
import { useChange } from "../actions/use-change.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useAgentName } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Dialog } from "../parts/dialog.tsx";
import { entered, Field, Form, Sure } from "../parts/form.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { endOf, scopesFrom } from "./api-key.ts";
import { ShownOnce } from "./shown-once.tsx";

/** For each resource: nothing, read, or write, which implies to read. */
function ScopeFields() {
  const t = useTexts();
  const levels = ["none", "read", "write"] as const;
  return (
    <fieldset className="form-set">
      <legend>{t("apiKey.scopes")}</legend>
      <p className="form-hint">{t("apiKey.scopesHint")}</p>
      {SCOPE_RESOURCES.map((resource) => (
        <label key={resource} className="scope">
          <code>{resource}</code>
          <select className="field" name={`scope-${resource}`} defaultValue="none">
            {levels.map((level) => (
              <option key={level} value={level}>
                {t(`apiKey.scope.${level}`)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  );
}

interface DialogProps {
  /** null: a new one. */
  apiKey: ApiKey | null;
  onSaved(secret: string | null): void;
  onDone(): void;
}

function KeyDialog({ apiKey, onSaved, onDone }: DialogProps) {
  const t = useTexts();
  const call = useCall();
  const save = async (form: FormData) => {
    const facts = { name: entered(form, "name"), expiresAt: endOf(entered(form, "expiresOn")) };
    if (apiKey) {
      await call("updateApiKey", { params: { id: apiKey.id }, body: facts });
      return onSaved(null);
    }
    const scopes = scopesFrom(form);
    if (scopes.length === 0) throw new Error(t("apiKey.noScope"));
    onSaved((await call("createApiKey", { body: { ...facts, scopes } })).secret);
  };
  return (
    <Dialog title={apiKey?.name ?? t("apiKey.add")} onDone={onDone}>
      <Form onSubmit={save} submit={t("actions.save")}>
        <Field
          label={t("details.name")}
          name="name"
          value={apiKey?.name}
          required
          maxLength={LIMITS.MAX_NAME_CHARS}
          hint={t("apiKey.nameHint")}
        />
        <Field
          label={t("apiKey.expires")}
          name="expiresOn"
          type="date"
          value={apiKey?.expiresAt?.slice(0, 10)}
          hint={t("apiKey.expiresHint")}
        />
        {!apiKey && <ScopeFields />}
      </Form>
    </Dialog>
  );
}

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const t = useTexts();
  const { revokedAt, expiresAt } = apiKey;
  if (revokedAt) return <span className="quiet">{t("apiKey.revokedAt", { at: t.dateTime(revokedAt) })}</span>;
  if (!expiresAt) return t("apiKey.valid");
  const isOver = Date.parse(expiresAt) <= Date.now();
  return t(isOver ? "ban.over" : "ban.until", { at: t.dateTime(expiresAt) });
}

function KeyRow({ apiKey, onOpen, onRevoke }: { apiKey: ApiKey; onOpen(): void; onRevoke(): void }) {
  const t = useTexts();
  const agentName = useAgentName();
  const { id, name, scopes, createdBy, lastUsedAt, revokedAt, kind } = apiKey;
  return (
    <tr>
      <td>
        <bdi>{name}</bdi> {kind === "bot" && <span className="chip">{t("apiKey.ofBot")}</span>}
        <br />
        <code className="quiet">lc_live_{id.slice(0, 6)}…</code>
      </td>
      <td>
        <span className="chips-cell">
          {scopes.map((scope) => (
            <span key={scope} className="chip">
              {scope}
            </span>
          ))}
        </span>
      </td>
      <td>{lastUsedAt ? t.dateTime(lastUsedAt) : <span className="quiet">{t("apiKey.neverUsed")}</span>}</td>
      <td>
        <KeyState apiKey={apiKey} />
        <br />
        <span className="quiet">{agentName(createdBy)}</span>
      </td>
      <td>
        {!revokedAt && (
          <span className="form-buttons">
            <button
              type="button"
              className="button"
              onClick={onOpen}
              aria-label={t("group.editThis", { name })}
            >
              {t("group.edit")}
            </button>
            <Sure
              label={t("apiKey.revoke")}
              question={t("apiKey.revokeQuestion", { name })}
              confirm={t("apiKey.revoke")}
              onSure={onRevoke}
            />
          </span>
        )}
      </td>
    </tr>
  );
}

/** With which the company's own systems call the API. */
export function ApiKeysPage() {
  const t = useTexts();
  const call = useCall();
  const [openId, setOpenId] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { data, problem, reload } = useLoaded("api-keys", () =>
    allPages((pageToken) => call("listApiKeys", { query: pageQuery(pageToken) })),
  );
  const change = useChange(reload);
  const opened = openId === "new" ? null : data?.find(({ id }) => id === openId);
  const saved = (made: string | null) => {
    setOpenId(null);
    setSecret(made);
    void reload();
  };
  const head = [t("details.name"), t("apiKey.scopes"), t("apiKey.lastUsed"), t("apiKey.state")];
  return (
    <>
      <PageHead
        title={t("settings.apiKeys")}
        lead={t("apiKey.lead")}
        add={t("apiKey.add")}
        onAdd={() => setOpenId("new")}
      />
      <Problem text={problem} />
      {data?.length === 0 && <p className="empty">{t("apiKey.none")}</p>}
      {data && data.length > 0 && (
        <ListTable head={head}>
          {data.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              onOpen={() => setOpenId(key.id)}
              onRevoke={() => void change(() => call("deleteApiKey", { params: { id: key.id } }))}
            />
          ))}
        </ListTable>
      )}
      {openId !== null && opened !== undefined && (
        <KeyDialog key={openId} apiKey={opened} onSaved={saved} onDone={() => setOpenId(null)} />
      )}
      {secret !== null && (
        <ShownOnce secrets={[{ label: t("apiKey.secret"), value: secret }]} onDone={() => setSecret(null)} />
      )}
    </>
  );
}
