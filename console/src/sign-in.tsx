import type { AgentClient, ChatError } from "@livechat/chat-client";
import { useState } from "preact/hooks";

interface Props {
  desk: AgentClient;
  /** Why the agent was signed out, if it was not by choice. */
  reason: ChatError | null;
}

export function SignIn({ desk, reason }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const entered = new FormData(form);
    setBusy(true);
    setProblem(null);
    try {
      await desk.signIn(String(entered.get("email")), String(entered.get("password")));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  const shown = problem ?? reason?.message ?? null;
  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <h1>livechat</h1>
        <p>Sign in to answer.</p>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {shown && (
          <p class="problem" role="alert">
            {shown}
          </p>
        )}
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>
  );
}
