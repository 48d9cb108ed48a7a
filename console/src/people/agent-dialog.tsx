import type { Agent, AgentRole, InviteLink } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useGroupMembership } from "../actions/use-group-membership.ts";
import { useCall } from "../client/call.ts";
import { canSupervise, useMe } from "../client/context.tsx";
import { useLoaded } from "../client/use-loaded.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Choice, entered, enteredNumber, Field, Form, Sure } from "../parts/form.tsx";
import { GroupChecks } from "../parts/group-checks.tsx";
import type { Texts } from "../texts/texts.ts";
import "./texts.ts";
import { useTexts } from "../texts/use-texts.tsx";

const ROLES: readonly AgentRole[] = ["agent", "supervisor", "admin"];

interface Props {
  /** null: a new one. */
  agent: Agent | null;
  onDone(): void;
}

const secondsText = (t: Texts, seconds: number | null) =>
  seconds === null ? "–" : t.duration(seconds * 1000);

/** What an agent has done in all, for themself and for who oversees. */
export function AgentNumbers({ agentId }: { agentId: string }) {
  const t = useTexts();
  const call = useCall();
  const { data } = useLoaded(agentId, () => call("getAgentStats", { params: { id: agentId } }));
  if (!data) return null;
  const numbers = [
    ["activeChats", t.number(data.activeChats)],
    ["assignedTotal", t.number(data.assignedTotal)],
    ["closedTotal", t.number(data.closedTotal)],
    ["transferredOutTotal", t.number(data.transferredOutTotal)],
    ["messagesSentTotal", t.number(data.messagesSentTotal)],
    ["averageFirstResponseSeconds", secondsText(t, data.averageFirstResponseSeconds)],
    ["averageHandlingSeconds", secondsText(t, data.averageHandlingSeconds)],
  ] as const;
  return (
    <dl className="numbers">
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`stats.${name}`)}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A link by which somebody sets their password: made here, handed on by the admin. */
function PasswordLink({ agent }: { agent: Agent }) {
  const t = useTexts();
  const call = useCall();
  const [link, setLink] = useState<InviteLink | null>(null);
  const make = async (name: "inviteAgent" | "resetAgentPassword") => {
    try {
      setLink(await call(name, { params: { id: agent.id } }));
    } catch (error) {
      sayProblem(error);
    }
  };
  const copy = async (url: string) => {
    await navigator.clipboard.writeText(url);
    say(t("people.copied"));
  };
  const { name } = agent;
  return (
    <div className="form">
      <p className="form-buttons">
        <button type="button" className="button" onClick={() => void make("inviteAgent")}>
          {t("people.invite")}
        </button>
        <button type="button" className="button" onClick={() => void make("resetAgentPassword")}>
          {t("people.reset")}
        </button>
      </p>
      {link && (
        <>
          <p role="status">{t("people.inviteLink", { name, at: t.dateTime(link.expiresAt) })}</p>
          <p className="form-buttons">
            <input className="field" readOnly value={link.url} aria-label={t("people.invite")} />
            <button type="button" className="button" onClick={() => void copy(link.url)}>
              {t("people.copy")}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

function useSave({ agent, onDone }: Props) {
  const t = useTexts();
  const call = useCall();
  const join = useGroupMembership();
  return async (form: FormData) => {
    const password = String(form.get("password") ?? "");
    const fields = {
      name: entered(form, "name"),
      email: entered(form, "email"),
      role: entered(form, "role") as AgentRole,
      maxConcurrentChats: enteredNumber(form, "maxConcurrentChats") ?? LIMITS.DEFAULT_CONCURRENT_CHATS,
      avatarUrl: entered(form, "avatarUrl") || null,
    };
    const saved = agent
      ? await call("updateAgent", {
          params: { id: agent.id },
          body: { ...fields, ...(password && { password }) },
        })
      : await call("createAgent", { body: { ...fields, password } });
    await join(saved.id, form, agent?.groupIds);
    say(t("actions.saved"));
    onDone();
  };
}

function useRemove({ onDone }: Props) {
  const call = useCall();
  return async (id: string) => {
    try {
      await call("deleteAgent", { params: { id } });
      onDone();
    } catch (error) {
      sayProblem(error);
    }
  };
}

/** Who somebody is, how they sign in, and what they may. */
function AgentFields({ agent }: Pick<Props, "agent">) {
  const t = useTexts();
  const roles = ROLES.map((value) => ({ value, label: t(`role.${value}`) }));
  return (
    <>
      <Field
        label={t("details.name")}
        name="name"
        value={agent?.name}
        required
        maxLength={LIMITS.MAX_NAME_CHARS}
      />
      <Field label={t("signIn.email")} name="email" type="email" value={agent?.email} required />
      <Field
        label={agent ? t("people.newPassword") : t("signIn.password")}
        name="password"
        type="password"
        autoComplete="new-password"
        required={agent === null}
        hint={t("people.passwordHint", { n: LIMITS.MIN_PASSWORD_BYTES })}
      />
      <Choice label={t("people.column.role")} name="role" value={agent?.role ?? "agent"} options={roles} />
    </>
  );
}

function AgentForm(props: Props) {
  const { agent } = props;
  const t = useTexts();
  const save = useSave(props);
  const remove = useRemove(props);
  const removal = agent && (
    <Sure
      label={t("people.delete")}
      question={t.count("people.deleteQuestion", agent.activeChats)}
      confirm={t("people.delete")}
      onSure={() => void remove(agent.id)}
    />
  );
  return (
    <Form onSubmit={save} submit={t("actions.save")} more={removal}>
      <AgentFields agent={agent} />
      <Field
        label={t("people.limit")}
        name="maxConcurrentChats"
        type="number"
        min={LIMITS.MIN_CONCURRENT_CHATS}
        max={LIMITS.MAX_CONCURRENT_CHATS}
        value={agent?.maxConcurrentChats ?? LIMITS.DEFAULT_CONCURRENT_CHATS}
        required
      />
      <Field
        label={t("people.photo")}
        name="avatarUrl"
        type="url"
        value={agent?.avatarUrl}
        hint={t("people.photoHint")}
      />
      <GroupChecks legend={t("people.groups")} chosen={agent?.groupIds} />
    </Form>
  );
}

/** One of the team: read by all, changed by an admin. */
export function AgentDialog({ agent, onDone }: Props) {
  const t = useTexts();
  const me = useMe();
  const title = agent ? agent.name : t("people.addAgent");
  const seesNumbers = agent !== null && (canSupervise(me) || agent.id === me.id);
  return (
    <Dialog title={title} onDone={onDone}>
      {seesNumbers && <AgentNumbers agentId={agent.id} />}
      {me.role === "admin" && agent && <PasswordLink agent={agent} />}
      {me.role === "admin" ? <AgentForm agent={agent} onDone={onDone} /> : <p>{agent?.email}</p>}
    </Dialog>
  );
}
