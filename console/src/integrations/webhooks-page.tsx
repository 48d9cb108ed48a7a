import type { Delivery, Webhook } from "@livechat/contract";
import { useState } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { useChange } from "../actions/use-change.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Sure } from "../parts/form.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Deliveries, DeliveryItem } from "./deliveries.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { STATE_TONES } from "./state-tones.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";

/** How it fares: since when it fails, when it last worked, why it was switched off. */
function Health({ webhook }: { webhook: Webhook }) {
  const t = useTexts();
  const { state, disabledReason, firstFailureAt, lastSuccessAt } = webhook;
  return (
    <p>
      <span className={`chip ${STATE_TONES[state]}`}>{t(`webhook.state.${state}`)}</span>{" "}
      {disabledReason && <span className="problem">{disabledReason} </span>}
      <span className="quiet">
        {lastSuccessAt ? t("webhook.worked", { at: t.dateTime(lastSuccessAt) }) : t("webhook.neverWorked")}
      </span>
      {firstFailureAt && (
        <span className="problem"> {t("webhook.failsSince", { at: t.dateTime(firstFailureAt) })}</span>
      )}
    </p>
  );
}

interface CardProps {
  webhook: Webhook;
  reload(): Promise<void>;
  onEdit(): void;
  onSecret(secret: string): void;
}

/** What can be done with a webhook here, and what its last test came to. */
function useWebhook({ webhook, reload, onSecret }: CardProps) {
  const call = useCall();
  const change = useChange(reload);
  const [tested, setTested] = useState<Delivery | null>(null);
  const params = { id: webhook.id };
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      sayProblem(error);
    }
  };
  const next = webhook.state === "active" ? "paused" : "active";
  return {
    tested,
    forgetTest: () => setTested(null),
    test: () => void attempt(async () => setTested(await call("testWebhook", { params }))),
    rotate: () => void attempt(async () => onSecret((await call("rotateWebhookSecret", { params })).secret)),
    next,
    setNext: () => void change(() => call("updateWebhook", { params, body: { state: next } })),
    remove: () => void change(() => call("deleteWebhook", { params })),
  } as const;
}

interface ButtonsProps {
  acts: ReturnType<typeof useWebhook>;
  onEdit(): void;
  onLog(): void;
}

function Buttons({ acts, onEdit, onLog }: ButtonsProps) {
  const t = useTexts();
  const { test, rotate, next, setNext, remove } = acts;
  return (
    <p className="form-buttons">
      <button type="button" className="button" onClick={onEdit}>
        {t("group.edit")}
      </button>
      <button type="button" className="button" onClick={onLog}>
        {t("webhook.deliveries")}
      </button>
      <button type="button" className="button" onClick={test}>
        {t("webhook.test")}
      </button>
      <button type="button" className="button" onClick={setNext}>
        {t(`webhook.to.${next}`)}
      </button>
      <Sure
        label={t("webhook.rotate")}
        question={t("webhook.rotateQuestion")}
        confirm={t("webhook.rotate")}
        onSure={rotate}
      />
      <Sure
        label={t("group.delete")}
        question={t("webhook.deleteQuestion")}
        confirm={t("group.delete")}
        onSure={remove}
      />
    </p>
  );
}

function WebhookCard(props: CardProps) {
  const { webhook, onEdit } = props;
  const t = useTexts();
  const acts = useWebhook(props);
  const [isLogOpen, setLogOpen] = useState(false);
  const { url, description, eventTypes } = webhook;
  return (
    <li className="panel webhook">
      <h2>{url}</h2>
      {description && <p>{description}</p>}
      <Health webhook={webhook} />
      <p className="chips-cell">
        {eventTypes.map((type) => (
          <span key={type} className="chip">
            {type}
          </span>
        ))}
      </p>
      <Buttons acts={acts} onEdit={onEdit} onLog={() => setLogOpen(true)} />
      {isLogOpen && <Deliveries webhook={webhook} onDone={() => setLogOpen(false)} />}
      {acts.tested && (
        <Dialog title={t("webhook.test")} onDone={acts.forgetTest}>
          <ul className="deliveries">
            <DeliveryItem delivery={acts.tested} />
          </ul>
        </Dialog>
      )}
    </li>
  );
}

/** Where the company's own systems are told what happens. */
export function WebhooksPage() {
  const t = useTexts();
  const call = useCall();
  const [openId, setOpenId] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { data, problem, reload } = useLoaded("webhooks", () =>
    allPages((pageToken) => call("listWebhooks", { query: pageQuery(pageToken) })),
  );
  const opened = openId === "new" ? null : data?.find(({ id }) => id === openId);
  const saved = (made: string | null) => {
    setOpenId(null);
    setSecret(made);
    void reload();
  };
  return (
    <>
      <PageHead
        title={t("settings.webhooks")}
        lead={t("webhook.lead")}
        add={t("webhook.add")}
        onAdd={() => setOpenId("new")}
      />
      <Problem text={problem} />
      {data?.length === 0 && <p className="empty">{t("webhook.none")}</p>}
      <ul className="webhooks">
        {data?.map((webhook) => (
          <WebhookCard
            key={webhook.id}
            webhook={webhook}
            reload={reload}
            onEdit={() => setOpenId(webhook.id)}
            onSecret={setSecret}
          />
        ))}
      </ul>
      {openId !== null && opened !== undefined && (
        <WebhookDialog key={openId} webhook={opened} onSaved={saved} onDone={() => setOpenId(null)} />
      )}
      {secret !== null && (
        <ShownOnce secrets={[{ label: t("webhook.secret"), value: secret }]} onDone={() => setSecret(null)} />
      )}
    </>
  );
}
