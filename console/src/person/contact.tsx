import type { Visitor } from "@livechat/chat-client";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useNow } from "../client/use-now.ts";
import { Icon } from "../look/icon.tsx";
import { entered, Field, Form } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Card, Fact } from "./card.tsx";
import { countryName } from "./country.ts";

const MINUTE_MS = 60_000;

interface Props {
  visitor: Visitor | null;
  name: string;
  zone: unknown;
}

function LocalTime({ zone }: { zone: string }) {
  const t = useTexts();
  const now = useNow(MINUTE_MS);
  try {
    const time = new Intl.DateTimeFormat(t.language, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
    return `${time.format(now)} (${zone})`;
  } catch {
    // A zone that this browser does not know: its name says something too.
    return zone;
  }
}

function Facts({ visitor, name, zone }: Props) {
  const t = useTexts();
  return (
    <dl className="facts-list">
      <Fact label={t("details.name")}>
        <bdi>{name}</bdi>
      </Fact>
      <Fact label={t("signIn.email")}>
        {visitor?.email ? <a href={`mailto:${visitor.email}`}>{visitor.email}</a> : null}
      </Fact>
      <Fact label={t("details.identity")}>
        {visitor?.verified ? (
          <span className="verified">
            <Icon name="check" /> {t("details.verified")}
          </span>
        ) : (
          t("details.notVerified")
        )}
      </Fact>
      <Fact label={t("details.externalId")}>{visitor?.externalId}</Fact>
      <Fact label={t("details.country")}>
        {visitor?.country ? countryName(visitor.country, t.language) : t("details.countryUnknown")}
      </Fact>
      <Fact label={t("details.locale")}>{visitor?.locale}</Fact>
      <Fact label={t("details.localTime")}>
        {typeof zone === "string" ? <LocalTime zone={zone} /> : null}
      </Fact>
    </dl>
  );
}

function Edit({ visitor, onDone }: { visitor: Visitor; onDone(): void }) {
  const t = useTexts();
  const call = useCall();
  const save = async (form: FormData) => {
    const externalId = visitor.verified ? {} : { externalId: entered(form, "externalId") || null };
    const body = {
      name: entered(form, "name") || null,
      email: entered(form, "email") || null,
      ...externalId,
    };
    await call("updateVisitor", { params: { id: visitor.id }, body });
    say(t("actions.saved"));
    onDone();
  };
  return (
    <Form
      onSubmit={save}
      submit={t("actions.save")}
      more={
        <button type="button" className="button" onClick={onDone}>
          {t("actions.cancel")}
        </button>
      }
    >
      <Field
        label={t("details.name")}
        name="name"
        value={visitor.name}
        maxLength={LIMITS.MAX_NAME_CHARS}
        autoComplete="off"
      />
      <Field
        label={t("signIn.email")}
        name="email"
        type="email"
        value={visitor.email}
        maxLength={LIMITS.MAX_EMAIL_CHARS}
        autoComplete="off"
      />
      <Field
        label={t("details.externalId")}
        name="externalId"
        value={visitor.externalId}
        disabled={visitor.verified === true}
        maxLength={LIMITS.MAX_EXTERNAL_ID_CHARS}
        autoComplete="off"
        {...(visitor.verified && { hint: t("details.externalIdSigned") })}
      />
    </Form>
  );
}

/** Who it is, as far as anybody has said, and whether the company's server has signed it. */
export function Contact(props: Props) {
  const { visitor } = props;
  const t = useTexts();
  const [isEditing, setEditing] = useState(false);
  return (
    <Card title={t("details.contact")}>
      {isEditing && visitor ? (
        <Edit visitor={visitor} onDone={() => setEditing(false)} />
      ) : (
        <>
          <Facts {...props} />
          {visitor && (
            <button type="button" className="button" onClick={() => setEditing(true)}>
              {t("details.edit")}
            </button>
          )}
        </>
      )}
    </Card>
  );
}
