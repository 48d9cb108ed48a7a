import "./invite-texts.ts";
import type { LoginAnswer } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { useClient } from "../client/context.tsx";
import { entered, Field, Form } from "../parts/form.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import "./sign-in.css";

/** The token stands behind the #, which no server is told of, and is taken out of the address at once. */
function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  history.replaceState(null, "", `${location.pathname}${location.search}`);
  return token;
}

/** Where an invitation's or a reset's link leads: sets the password and signs in. */
export default function AcceptInvite({ onDone }: { onDone(): void }) {
  const t = useTexts();
  const client = useClient();
  const [token] = useState(takeToken);
  const accept = async (form: FormData) => {
    const name = entered(form, "name");
    const body = { token, password: String(form.get("password")), ...(name && { name }) };
    await client.signInWith(await client.api.post<LoginAnswer>("/v1/auth/accept-invite", body));
    onDone();
  };
  return (
    <main className="sign-in">
      <div className="sign-in-parts">
        <div className="brand">
          <img src="/console/icon.svg" alt="" />
          <h1>{t("invite.title")}</h1>
        </div>
        {token === "" ? (
          <Problem text={t("invite.noToken")} />
        ) : (
          <>
            <p className="quiet">{t("invite.lead")}</p>
            <Form onSubmit={accept} submit={t("invite.submit")}>
              <Field
                label={t("invite.password")}
                name="password"
                type="password"
                autoComplete="new-password"
                required
                hint={t("invite.passwordHint", { n: LIMITS.MIN_PASSWORD_BYTES })}
              />
              <Field
                label={t("invite.name")}
                name="name"
                autoComplete="name"
                maxLength={LIMITS.MAX_NAME_CHARS}
                hint={t("invite.nameHint")}
              />
            </Form>
          </>
        )}
      </div>
    </main>
  );
}
