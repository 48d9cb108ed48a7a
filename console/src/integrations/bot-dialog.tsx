import type { Bot } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useGroupMembership } from "../actions/use-group-membership.ts";
import { useCall } from "../client/call.ts";
import { useAgentState } from "../client/context.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Area, Check, Choice, entered, enteredNumber, Field, Form } from "../parts/form.tsx";
import { GroupChecks } from "../parts/group-checks.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Secret } from "./shown-once.tsx";

/** As many chats as a program answers at once, until somebody knows better. */
const FIRST_LIMIT = 100;

interface Props {
  /** null: a new one. */
  bot: Bot | null;
  onSaved(secrets: readonly Secret[]): void;
  onDone(): void;
}

const fieldsFrom = (form: FormData) => ({
  name: entered(form, "name"),
  webhookUrl: entered(form, "webhookUrl"),
  avatarUrl: entered(form, "avatarUrl") || null,
  maxConcurrentChats: enteredNumber(form, "maxConcurrentChats") ?? FIRST_LIMIT,
  replyDeadlineSeconds: enteredNumber(form, "replyDeadlineSeconds") ?? LIMITS.DEFAULT_REPLY_DEADLINE_SECONDS,
  fallbackGroupId: entered(form, "fallbackGroupId") || null,
  isAi: form.get("isAi") !== null,
  greeting: entered(form, "greeting") || null,
});

function useSave({ bot, onSaved }: Props) {
  const t = useTexts();
  const call = useCall();
  const join = useGroupMembership();
  return async (form: FormData) => {
    const fields = fieldsFrom(form);
    const made = bot ? null : await call("createBot", { body: fields });
    if (bot) await call("updateBot", { params: { id: bot.id }, body: fields });
    const id = bot?.id ?? made?.id ?? "";
    await join(id, form, bot?.groupIds);
    if (!made) return onSaved([]);
    onSaved([
      { label: t("bot.apiKey"), value: made.apiKey },
      { label: t("webhook.secret"), value: made.webhookSecret },
    ]);
  };
}

function Groups({ bot }: Pick<Props, "bot">) {
  const t = useTexts();
  const groups = useAgentState((state) => state.groups);
  const fallbacks = [
    { value: "", label: t("bot.fallback.own") },
    ...groups.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <>
      <GroupChecks legend={t("people.groups")} hint={t("bot.groupsHint")} chosen={bot?.groupIds} />
      <Choice
        label={t("bot.fallback")}
        name="fallbackGroupId"
        value={bot?.fallbackGroupId ?? ""}
        options={fallbacks}
      />
    </>
  );
}

/** Where a bot is reached, and what is asked of it. */
function BotFields({ bot }: Pick<Props, "bot">) {
  const t = useTexts();
  return (
    <>
      <Field
        label={t("details.name")}
        name="name"
        value={bot?.name}
        required
        maxLength={LIMITS.MAX_NAME_CHARS}
      />
      <Field
        label={t("bot.url")}
        name="webhookUrl"
        type="url"
        value={bot?.webhookUrl}
        required
        maxLength={LIMITS.MAX_URL_CHARS}
        hint={t("webhook.urlHint")}
      />
      <Field
        label={t("bot.deadline")}
        name="replyDeadlineSeconds"
        type="number"
        min={LIMITS.MIN_REPLY_DEADLINE_SECONDS}
        max={LIMITS.MAX_REPLY_DEADLINE_SECONDS}
        value={bot?.replyDeadlineSeconds ?? LIMITS.DEFAULT_REPLY_DEADLINE_SECONDS}
        required
        hint={t("bot.deadlineHint")}
      />
    </>
  );
}

/** Where a bot is reached, how long it may take, and where its chats go. */
export function BotDialog(props: Props) {
  const { bot, onDone } = props;
  const t = useTexts();
  const save = useSave(props);
  return (
    <Dialog title={bot?.name ?? t("bot.add")} onDone={onDone}>
      <Form onSubmit={save} submit={t("actions.save")}>
        <BotFields bot={bot} />
        <Field
          label={t("people.limit")}
          name="maxConcurrentChats"
          type="number"
          min={1}
          max={LIMITS.MAX_CONCURRENT_BOT_CHATS}
          value={bot?.maxConcurrentChats ?? FIRST_LIMIT}
          required
        />
        <Groups bot={bot} />
        <Area label={t("bot.greeting")} name="greeting" value={bot?.greeting ?? ""} rows={2} />
        <Field
          label={t("people.photo")}
          name="avatarUrl"
          type="url"
          value={bot?.avatarUrl}
          hint={t("people.photoHint")}
        />
        <Check name="isAi" label={t("bot.isAi")} checked={bot?.isAi ?? false} />
      </Form>
    </Dialog>
  );
}
