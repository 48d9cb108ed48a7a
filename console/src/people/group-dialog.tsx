import type { AgentPriority, Group, RoutingStrategy } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Area, Check, entered, enteredNumber, Field, Form, Sure } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { GroupFiles, GroupHours, hoursAndFiles } from "./group-hours-files.tsx";

const STRATEGIES: readonly RoutingStrategy[] = ["round_robin", "least_loaded", "sticky"];
const PRIORITIES: readonly AgentPriority[] = ["first", "normal", "last", "supervisor"];
const DEADLINES = ["answerDeadlineSeconds", "visitorInactivitySeconds", "agentGoneSeconds"] as const;
const MINUTE_SECONDS = 60;

interface Props {
  /** null: a new one. */
  group: Group | null;
  onDone(): void;
}

function settingsFrom(form: FormData, memberIds: readonly string[]) {
  const priorities = Object.fromEntries(
    memberIds
      .map((id) => [id, entered(form, `priority-${id}`) as AgentPriority] as const)
      .filter(([, priority]) => PRIORITIES.includes(priority) && priority !== "normal"),
  );
  return {
    answerDeadlineSeconds: enteredNumber(form, "answerDeadlineSeconds", MINUTE_SECONDS),
    visitorInactivitySeconds: enteredNumber(form, "visitorInactivitySeconds", MINUTE_SECONDS),
    agentGoneSeconds: enteredNumber(form, "agentGoneSeconds", MINUTE_SECONDS),
    maxQueueLength: enteredNumber(form, "maxQueueLength"),
    priorities,
  };
}

function useSave({ group, onDone }: Props) {
  const t = useTexts();
  const call = useCall();
  return async (form: FormData) => {
    const memberIds = form.getAll("member").map(String);
    const fields = {
      name: entered(form, "name"),
      routingStrategy: entered(form, "routingStrategy") as RoutingStrategy,
      // An empty description is none at all, which a text may not be.
      ...(entered(form, "description") !== "" && { description: entered(form, "description") }),
      ...(form.get("isDefault") !== null && { isDefault: true }),
    };
    const saved = group
      ? await call("updateGroup", { params: { id: group.id }, body: fields })
      : await call("createGroup", { body: fields });
    const params = { id: saved.id };
    const joining = memberIds.filter((id) => !saved.agentIds.includes(id));
    if (joining.length > 0) await call("addGroupAgents", { params, body: { agentIds: joining } });
    for (const agentId of saved.agentIds.filter((id) => !memberIds.includes(id))) {
      await call("removeGroupAgent", { params: { ...params, agentId } });
    }
    await call("updateGroup", {
      params,
      body: { settings: settingsFrom(form, memberIds), ...hoursAndFiles(form) },
    });
    say(t("actions.saved"));
    onDone();
  };
}

function Members({ group }: { group: Group | null }) {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const [memberIds, setMemberIds] = useState<ReadonlySet<string>>(() => new Set(group?.agentIds));
  const toggle = (id: string, isMember: boolean) => {
    const next = new Set(memberIds);
    if (isMember) next.add(id);
    else next.delete(id);
    setMemberIds(next);
  };
  return (
    <fieldset className="form-set">
      <legend>{t("group.membersTitle")}</legend>
      {agents.map(({ id, name }) => (
        <div key={id} className="member">
          <Check
            name="member"
            value={id}
            label={name}
            checked={memberIds.has(id)}
            onChange={(is) => toggle(id, is)}
          />
          {memberIds.has(id) && (
            <select
              className="field"
              name={`priority-${id}`}
              aria-label={t("group.priorityOf", { name })}
              defaultValue={group?.settings.priorities[id] ?? "normal"}
            >
              {PRIORITIES.map((priority) => (
                <option key={priority} value={priority}>
                  {t(`group.priority.${priority}`)}
                </option>
              ))}
            </select>
          )}
        </div>
      ))}
    </fieldset>
  );
}

function Strategies({ group }: { group: Group | null }) {
  const t = useTexts();
  return (
    <fieldset className="form-set strategy">
      <legend>{t("group.strategyTitle")}</legend>
      {STRATEGIES.map((strategy) => (
        <label key={strategy} className="form-check">
          <input
            type="radio"
            name="routingStrategy"
            value={strategy}
            defaultChecked={strategy === (group?.routingStrategy ?? "round_robin")}
          />
          <span>
            {t(`group.strategy.${strategy}`)}
            <br />
            <span className="form-hint">{t(`group.strategyHint.${strategy}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** How long a step may take, and how many may wait. */
function Limits({ group }: Pick<Props, "group">) {
  const t = useTexts();
  const minutes = (seconds: number | null | undefined) => (seconds ? seconds / MINUTE_SECONDS : "");
  return (
    <fieldset className="form-set">
      <legend>{t("group.deadlines")}</legend>
      {DEADLINES.map((name) => (
        <Field
          key={name}
          label={t(`group.${name}`)}
          name={name}
          type="number"
          min={1}
          max={LIMITS.MAX_DEADLINE_SECONDS / MINUTE_SECONDS}
          value={minutes(group?.settings[name])}
          placeholder={t("group.off")}
          hint={t(`group.${name}Hint`)}
        />
      ))}
      <Field
        label={t("group.maxQueueLength")}
        name="maxQueueLength"
        type="number"
        min={1}
        max={LIMITS.MAX_QUEUE_LENGTH}
        value={group?.settings.maxQueueLength ?? ""}
        placeholder={t("group.off")}
        hint={t("group.maxQueueLengthHint")}
      />
    </fieldset>
  );
}

function useRemove({ onDone }: Props) {
  const call = useCall();
  return async (id: string) => {
    try {
      await call("deleteGroup", { params: { id } });
      onDone();
    } catch (error) {
      sayProblem(error);
    }
  };
}

/** A group and everything that can be set about it. */
export function GroupDialog(props: Props) {
  const { group, onDone } = props;
  const t = useTexts();
  const save = useSave(props);
  const remove = useRemove(props);
  const removal = group && !group.isDefault && (
    <Sure
      label={t("group.delete")}
      question={t("group.deleteQuestion")}
      confirm={t("group.delete")}
      onSure={() => void remove(group.id)}
    />
  );
  return (
    <Dialog title={group?.name ?? t("group.add")} onDone={onDone}>
      <Form onSubmit={save} submit={t("actions.save")} more={removal}>
        <Field
          label={t("details.name")}
          name="name"
          value={group?.name}
          required
          maxLength={LIMITS.MAX_NAME_CHARS}
        />
        <Area label={t("group.description")} name="description" value={group?.description ?? ""} rows={2} />
        <Check
          name="isDefault"
          label={t("group.makeDefault")}
          checked={group?.isDefault ?? false}
          disabled={group?.isDefault ?? false}
        />
        <Strategies group={group} />
        <Members group={group} />
        <Limits group={group} />
        <GroupHours group={group} />
        <GroupFiles group={group} />
      </Form>
    </Dialog>
  );
}
