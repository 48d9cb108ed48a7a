import type { Delivery, DeliveryState, Webhook } from "@livechat/contract";
import { OCCURRENCE_TYPES } from "@livechat/contract/names";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useChange } from "../actions/use-change.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Check, Choice, entered, Field, Form } from "../parts/form.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const SHOWN = 50;
const STATES: readonly DeliveryState[] = ["pending", "delivered", "failed", "dropped"];
const TONES: Record<DeliveryState, string> = {
  pending: "warning",
  delivered: "good",
  failed: "bad",
  dropped: "",
};

function Attempts({ attempts }: Pick<Delivery, "attempts">) {
  const t = useTexts();
  return (
    <ol className="attempts">
      {attempts.map(({ at, status, durationMillis, error, responseExcerpt }) => (
        <li key={at}>
          {t.dateTime(at)} · {status ?? error ?? "–"} · {t("webhook.millis", { n: t.number(durationMillis) })}
          {status !== null && error && <span className="quiet"> {error}</span>}
          {responseExcerpt && <pre className="snippet">{responseExcerpt}</pre>}
        </li>
      ))}
    </ol>
  );
}

/** One delivery: what it was, how it ended, and what came back each time. */
export function DeliveryItem({ delivery, onRetry }: { delivery: Delivery; onRetry?(): void }) {
  const t = useTexts();
  const { id, eventId, type, state, attempts, nextAttemptAt, createdAt } = delivery;
  return (
    <li className="delivery">
      <details>
        <summary>
          <span className={`chip ${TONES[state]}`}>{t(`webhook.delivery.${state}`)}</span> <code>{type}</code>{" "}
          <span className="quiet">{t.dateTime(createdAt)}</span>
        </summary>
        <p className="quiet">
          webhook-id: <code>{eventId}</code>
        </p>
        <Attempts attempts={attempts} />
        {nextAttemptAt && <p>{t("webhook.nextAttempt", { at: t.dateTime(nextAttemptAt) })}</p>}
        {onRetry && (
          <button
            type="button"
            className="button"
            onClick={onRetry}
            aria-label={t("webhook.retryThis", { type, id: id.slice(-4) })}
          >
            {t("webhook.retry")}
          </button>
        )}
      </details>
    </li>
  );
}

/** A time of the form's field, in this browser's zone, as the API takes it. */
const instantOf = (local: string): string => new Date(local).toISOString();

function ReplayForm({ webhook, onDone }: { webhook: Webhook; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const replay = async (form: FormData) => {
    const types = OCCURRENCE_TYPES.filter((type) => form.getAll("type").includes(type));
    const told = await call("replayWebhook", {
      params: { id: webhook.id },
      body: {
        from: instantOf(entered(form, "from")),
        to: instantOf(entered(form, "to")),
        ...(types.length > 0 && { types }),
      },
    });
    say(t.count("webhook.replayed", told.deliveries));
    if (!told.isComplete) say(t("webhook.replayMore", { at: t.dateTime(told.until) }));
    onDone();
  };
  return (
    <details className="card">
      <summary>
        <h3>{t("webhook.replay")}</h3>
      </summary>
      <Form onSubmit={replay} submit={t("webhook.replay")}>
        <p className="form-hint">{t("webhook.replayHint")}</p>
        <Field label={t("archive.from")} name="from" type="datetime-local" required />
        <Field label={t("archive.to")} name="to" type="datetime-local" required />
        <details>
          <summary>{t("webhook.replayTypes")}</summary>
          {OCCURRENCE_TYPES.map((type) => (
            <Check key={type} name="type" value={type} label={<code>{type}</code>} />
          ))}
        </details>
      </Form>
    </details>
  );
}

/** What was sent to a webhook and what it answered: sent again one by one, or for a time as a whole. */
export function Deliveries({ webhook, onDone }: { webhook: Webhook; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const [state, setState] = useState<DeliveryState | "any">("any");
  const params = { id: webhook.id };
  const { data, problem, reload } = useLoaded(`deliveries-${webhook.id}-${state}`, () =>
    call("listDeliveries", { params, query: { limit: String(SHOWN), ...(state !== "any" && { state }) } }),
  );
  const change = useChange(reload);
  const retry = (deliveryId: string) =>
    void change(() => call("retryDelivery", { params: { ...params, deliveryId } }));
  const options = [
    { value: "any" as const, label: t("views.any") },
    ...STATES.map((value) => ({ value, label: t(`webhook.delivery.${value}`) })),
  ];
  return (
    <Dialog title={t("webhook.deliveries")} onDone={onDone}>
      <p className="quiet">{webhook.url}</p>
      <div className="form-buttons">
        <Choice<DeliveryState | "any">
          label={t("apiKey.state")}
          name="state"
          value={state}
          options={options}
          onChange={setState}
        />
        <button type="button" className="button" onClick={() => void reload()}>
          {t("webhook.reload")}
        </button>
      </div>
      <Problem text={problem} />
      {data?.items.length === 0 && <p className="empty">{t("webhook.noDeliveries")}</p>}
      <ul className="deliveries">
        {data?.items.map((delivery) => (
          <DeliveryItem key={delivery.id} delivery={delivery} onRetry={() => retry(delivery.id)} />
        ))}
      </ul>
      {webhook.state === "active" && <ReplayForm webhook={webhook} onDone={() => void reload()} />}
    </Dialog>
  );
}
