import { LIMITS } from "@livechat/contract/limits";
import { Modal } from "@mantine/core";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { Area, Choice, entered, Field, Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const HOUR_MS = 3_600_000;

/** For how long; null: for good. */
export const BAN_TIMES = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
  good: null,
} as const;
type BanTime = keyof typeof BAN_TIMES;

/** When a ban that begins now ends. */
export function banEnd(time: BanTime, now: number): string | null {
  const millis = BAN_TIMES[time];
  return millis === null ? null : new Date(now + millis).toISOString();
}

/** Why and for how long: the fields of every ban. */
export function BanFields() {
  const t = useTexts();
  const times = (Object.keys(BAN_TIMES) as BanTime[]).map((value) => ({
    value,
    label: t(`ban.for.${value}`),
  }));
  return (
    <>
      <Field label={t("ban.reason")} name="reason" required maxLength={LIMITS.MAX_BAN_REASON_CHARS} />
      <Choice label={t("ban.for")} name="for" value="week" options={times} />
      <Area label={t("ban.note")} name="note" maxLength={LIMITS.MAX_NOTE_LENGTH_CHARS} />
    </>
  );
}

/** What was entered there, as the API takes it. */
export function banFacts(form: FormData) {
  const note = entered(form, "note");
  const expiresAt = banEnd(entered(form, "for") as BanTime, Date.now());
  return { reason: entered(form, "reason"), expiresAt, ...(note && { note }) };
}

interface Props {
  visitorId: string;
  conversationId: string;
  name: string;
  onDone(): void;
}

/** Ends what the visitor can do here, for a time or for good. */
export function BanDialog({ visitorId, conversationId, name, onDone }: Props) {
  const t = useTexts();
  const call = useCall();
  const ban = async (form: FormData) => {
    await call("createBan", { body: { visitorId, conversationId, ...banFacts(form) } });
    say(t("ban.done", { name }));
    onDone();
  };
  return (
    <Modal
      opened
      onClose={onDone}
      title={t("ban.title", { name })}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <p>{t("ban.lead")}</p>
      <Form onSubmit={ban} submit={t("ban.submit")}>
        <BanFields />
      </Form>
    </Modal>
  );
}
