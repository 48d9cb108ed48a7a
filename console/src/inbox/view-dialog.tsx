import type { CreateView, View } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { say, sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { canSupervise, useAgentState, useMe } from "../client/context.tsx";
import { useTags } from "../client/tags.ts";
import { reloadViews, savedName } from "../client/views.ts";
import { Check, Choice, entered, Field, Form, Sure } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const STATUSES = ["pending", "active", "snoozed", "closed"] as const;
const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
const CHANNELS = ["chat", "offline"] as const;
const SORT_VALUES = ["longestWaiting", "newest", "oldest"] as const;
const SORT_TEXTS = { longestWaiting: "sort.waiting", newest: "sort.newest", oldest: "sort.oldest" } as const;

type Filter = View["filter"];
const only = <T,>(value: T | readonly T[] | null | undefined): T | undefined =>
  (Array.isArray(value) ? value[0] : value) ?? undefined;
const dayOf = (time: string | null | undefined): string => time?.slice(0, 10) ?? "";

/** What was entered, as a filter: what is empty asks for nothing. */
export function filterOf(form: FormData): Filter {
  const one = (name: string) => entered(form, name) || undefined;
  const several = (name: string) => {
    const values = form.getAll(name).map(String);
    return values.length > 0 ? values : undefined;
  };
  const day = (name: string) => (one(name) ? new Date(`${one(name)}T00:00`).toISOString() : undefined);
  const filter = {
    status: one("status"),
    assignee: one("assignee"),
    groupIds: several("groupIds"),
    tagIds: several("tagIds"),
    unreplied: form.has("unreplied") || undefined,
    mentionsMe: form.has("mentionsMe") || undefined,
    priority: one("priority"),
    channel: one("channel"),
    createdFrom: day("createdFrom"),
    createdTo: day("createdTo"),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Filter;
}

function FilterFields({ filter }: { filter: Filter }) {
  const t = useTexts();
  const agents = useAgentState((state) => state.agents);
  const groups = useAgentState((state) => state.groups);
  const tags = useTags();
  const any = { value: "", label: t("views.any") };
  const assignees = [
    any,
    { value: "me", label: t("views.assignee.me") },
    { value: "none", label: t("views.assignee.none") },
    ...agents.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const statuses = [any, ...STATUSES.map((value) => ({ value, label: t(`conversation.status.${value}`) }))];
  const priorities = [any, ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))];
  const channels = [any, ...CHANNELS.map((value) => ({ value, label: t(`views.channel.${value}`) }))];
  return (
    <>
      <Choice label={t("views.status")} name="status" value={only(filter.status) ?? ""} options={statuses} />
      <Choice label={t("views.assignee")} name="assignee" value={filter.assignee ?? ""} options={assignees} />
      <Choice
        label={t("views.priority")}
        name="priority"
        value={only(filter.priority) ?? ""}
        options={priorities}
      />
      <Choice
        label={t("views.channel")}
        name="channel"
        value={only(filter.channel) ?? ""}
        options={channels}
      />
      <fieldset className="form-set">
        <legend>{t("views.inGroups")}</legend>
        {groups.map(({ id, name }) => (
          <Check
            key={id}
            name="groupIds"
            value={id}
            label={name}
            checked={filter.groupIds?.includes(id) ?? false}
          />
        ))}
      </fieldset>
      <fieldset className="form-set">
        <legend>{t("views.tags")}</legend>
        {tags.map(({ id, name }) => (
          <Check
            key={id}
            name="tagIds"
            value={id}
            label={name}
            checked={filter.tagIds?.includes(id) ?? false}
          />
        ))}
      </fieldset>
      <Check name="unreplied" label={t("views.unreplied")} checked={filter.unreplied === true} />
      <Check name="mentionsMe" label={t("views.mentionsMe")} checked={filter.mentionsMe === true} />
      <Field label={t("views.from")} name="createdFrom" type="date" value={dayOf(filter.createdFrom)} />
      <Field label={t("views.to")} name="createdTo" type="date" value={dayOf(filter.createdTo)} />
    </>
  );
}

function Sharing({ view }: { view: View | null }) {
  const t = useTexts();
  const me = useMe();
  const groups = useAgentState((state) => state.groups);
  const [visibility, setVisibility] = useState<View["visibility"]>(view?.visibility ?? "mine");
  if (!canSupervise(me)) return null;
  const visibilities = (["mine", "group", "everyone"] as const).map((value) => ({
    value,
    label: t(`views.visibility.${value}`),
  }));
  return (
    <>
      <Choice
        label={t("views.visibility")}
        name="visibility"
        value={visibility}
        options={visibilities}
        onChange={(value) => setVisibility(value as View["visibility"])}
      />
      {visibility === "group" && (
        <Choice
          label={t("views.group")}
          name="groupId"
          value={view?.groupId ?? groups[0]?.id ?? ""}
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </>
  );
}

function bodyOf(form: FormData): CreateView {
  const visibility = (entered(form, "visibility") || "mine") as View["visibility"];
  return {
    name: entered(form, "name"),
    visibility,
    groupId: visibility === "group" ? entered(form, "groupId") : null,
    filter: filterOf(form),
    sort: entered(form, "sort") as View["sort"],
  };
}

interface Props {
  view: View | null;
  /** What the form of a new view begins with, and what is to be said about that. */
  begins?: { filter: Filter; note: string | null };
  onDone(): void;
}

/** Makes a view, or changes one. */
export default function ViewDialog({ view, begins, onDone }: Props) {
  const t = useTexts();
  const call = useCall();
  const [, go] = useLocation();
  const save = async (form: FormData) => {
    const body = bodyOf(form);
    const saved = view
      ? await call("updateView", { params: { id: view.id }, body })
      : await call("createView", { body });
    await reloadViews(call);
    say(t("actions.saved"));
    onDone();
    go(`/inbox/${savedName(saved.id)}`);
  };
  const remove = async (id: string) => {
    try {
      await call("deleteView", { params: { id } });
      await reloadViews(call);
      onDone();
      go("/inbox/mine");
    } catch (error) {
      sayProblem(error);
    }
  };
  const removal = view && (
    <Sure
      label={t("views.delete")}
      question={t("views.deleteQuestion")}
      confirm={t("views.delete")}
      onSure={() => void remove(view.id)}
    />
  );
  const sorts = SORT_VALUES.map((value) => ({ value, label: t(SORT_TEXTS[value]) }));
  return (
    <Modal
      opened
      onClose={onDone}
      title={view ? view.name : t("views.add")}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Form onSubmit={save} submit={t("actions.save")} more={removal}>
        <Field
          label={t("views.name")}
          name="name"
          value={view?.name ?? ""}
          required
          maxLength={LIMITS.MAX_NAME_CHARS}
        />
        <Sharing view={view} />
        {begins?.note && <p className="form-hint">{begins.note}</p>}
        <FilterFields filter={view?.filter ?? begins?.filter ?? {}} />
        <Choice label={t("views.sort")} name="sort" value={view?.sort ?? "longestWaiting"} options={sorts} />
      </Form>
    </Modal>
  );
}
