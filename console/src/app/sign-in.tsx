import { ChatError } from "@livechat/chat-client";
import { type FormEvent, type InputHTMLAttributes, useState } from "react";
import { useAgentState, useClient } from "../client/context.tsx";
import { sayError } from "../client/say-error.ts";
import type { Texts } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import "./sign-in.css";

/** Why the agent was signed out, when it was not by choice. */
function useReason(): string | null {
  const t = useTexts();
  const error = useAgentState((state) => state.error);
  if (error?.type === "idle") return t("signIn.idle");
  return error?.isSignedOut ? t("signIn.ended") : error ? sayError(error, t) : null;
}

/** In the reader's language where the reason is one that everybody meets. */
function whyNot(thrown: unknown, t: Texts): string {
  const type = thrown instanceof ChatError ? thrown.type : null;
  if (type === "authentication") return t("signIn.wrong");
  return sayError(thrown, t);
}

/** Signs in with what was entered; says why that failed. */
function useSignIn() {
  const t = useTexts();
  const client = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await client.signIn(String(entered.get("email")), String(entered.get("password")));
    } catch (thrown) {
      setProblem(whyNot(thrown, t));
      setBusy(false);
    }
  };
  return { submit, problem, isBusy };
}

type Described = Pick<InputHTMLAttributes<HTMLInputElement>, "aria-describedby">;

/** Hidden while it is typed, unless whoever types wants to see it. */
function Password(described: Described) {
  const t = useTexts();
  const [isShown, setShown] = useState(false);
  return (
    <>
      <label>
        {t("signIn.password")}
        <input
          className="field"
          name="password"
          type={isShown ? "text" : "password"}
          autoComplete="current-password"
          required
          {...described}
        />
      </label>
      <label className="reveal">
        <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        {t("signIn.reveal")}
      </label>
    </>
  );
}

/** Signs in; says why the agent was signed out when it was not by choice. */
export function SignIn() {
  const t = useTexts();
  const reason = useReason();
  const { submit, problem, isBusy } = useSignIn();
  const shown = problem ?? reason;
  const described: Described = shown ? { "aria-describedby": "sign-in-problem" } : {};
  return (
    <main className="sign-in">
      <form onSubmit={(event) => void submit(event)}>
        <div className="brand">
          <img src="/console/icon.svg" alt="" />
          <h1>livechat</h1>
        </div>
        <p className="quiet">{t("signIn.lead")}</p>
        <label>
          {t("signIn.email")}
          <input
            className="field"
            name="email"
            type="email"
            autoComplete="username"
            required
            {...described}
          />
        </label>
        <Password {...described} />
        {shown && (
          <p className="problem" id="sign-in-problem" role="alert">
            {shown}
          </p>
        )}
        <button type="submit" className="button primary" disabled={isBusy}>
          {isBusy ? t("signIn.busy") : t("signIn.do")}
        </button>
        <p className="quiet">{t("signIn.forgot")}</p>
      </form>
    </main>
  );
}
