import type { Ban } from "@livechat/contract";
import { useState } from "react";
import { Link } from "wouter";
import { say, sayProblem } from "../actions/toasts.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useAgentName } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { BanFields, banFacts } from "../conversation/ban-dialog.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Choice, entered, Field, Form } from "../parts/form.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const COLUMNS = ["who", "reason", "until", "by"] as const;

function AddBan({ onDone }: { onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const add = async (form: FormData) => {
    const who = entered(form, "who");
    const target = entered(form, "kind") === "address" ? { address: who } : { externalId: who };
    await call("createBan", { body: { ...target, ...banFacts(form) } });
    say(t("ban.done", { name: who }));
    onDone();
  };
  const kinds = (["address", "externalId"] as const).map((value) => ({
    value,
    label: t(`ban.kind.${value}`),
  }));
  return (
    <Dialog title={t("ban.add")} size="md" onDone={onDone}>
      <Form onSubmit={add} submit={t("ban.submit")}>
        <Choice label={t("ban.kind")} name="kind" value="address" options={kinds} />
        <Field label={t("ban.who")} name="who" required hint={t("ban.whoHint")} />
        <BanFields />
      </Form>
    </Dialog>
  );
}

function BanRow({ ban, onLift }: { ban: Ban; onLift(): void }) {
  const t = useTexts();
  const agentName = useAgentName();
  const { externalId, address, visitorId, reason, note, expiresAt, createdBy, conversationId } = ban;
  const who = address ?? externalId ?? `${t("ban.visitor")} ${visitorId?.slice(-4)}`;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const at = expiresAt === null ? "" : t.dateTime(expiresAt);
  const until = expiresAt === null ? t("ban.for.good") : t(isOver ? "ban.over" : "ban.until", { at });
  return (
    <tr>
      <td>{conversationId ? <Link href={`/inbox/closed/${conversationId}`}>{who}</Link> : who}</td>
      <td>
        {reason}
        {note && <span className="quiet"> {note}</span>}
      </td>
      <td>{until}</td>
      <td>{agentName(createdBy)}</td>
      <td>
        <button type="button" className="button" aria-label={t("ban.liftThis", { who })} onClick={onLift}>
          {t("ban.lift")}
        </button>
      </td>
    </tr>
  );
}

/** Whom the company does not talk to, and the way back for them. */
export function BansPage() {
  const t = useTexts();
  const call = useCall();
  const [isAdding, setAdding] = useState(false);
  const { data, problem, reload } = useLoaded("bans", () =>
    allPages((pageToken) => call("listBans", { query: pageQuery(pageToken) })),
  );
  const lift = async (id: string) => {
    try {
      await call("deleteBan", { params: { id } });
      say(t("ban.lifted"));
      await reload();
    } catch (error) {
      sayProblem(error);
    }
  };
  const stopAdding = () => {
    setAdding(false);
    void reload();
  };
  return (
    <>
      <PageHead title={t("settings.bans")} add={t("ban.add")} onAdd={() => setAdding(true)} />
      <Problem text={problem} />
      {data?.length === 0 && <p className="empty">{t("ban.none")}</p>}
      {data && data.length > 0 && (
        <ListTable head={COLUMNS.map((column) => t(`ban.column.${column}`))}>
          {data.map((ban) => (
            <BanRow key={ban.id} ban={ban} onLift={() => void lift(ban.id)} />
          ))}
        </ListTable>
      )}
      {isAdding && <AddBan onDone={stopAdding} />}
    </>
  );
}
