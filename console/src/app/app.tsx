import { lazy, Suspense } from "react";
import { useLocation } from "wouter";
import { ActionsProvider } from "../actions/use-actions.tsx";
import { useAgentState } from "../client/context.tsx";
import { sayError } from "../client/say-error.ts";
import { useSignOut } from "../client/session.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Frame } from "./frame.tsx";
import { SignIn } from "./sign-in.tsx";

const AcceptInvite = lazy(() => import("./accept-invite.tsx"));

function SigningIn() {
  const t = useTexts();
  const signOut = useSignOut();
  const error = useAgentState((state) => state.error);
  return (
    <main className="empty">
      <p role="status">{error ? `${sayError(error, t)} ${t("signIn.tryingAgain")}` : t("signIn.busy")}</p>
      {error && (
        <button type="button" className="button" onClick={() => void signOut()}>
          {t("me.signOut")}
        </button>
      )}
    </main>
  );
}

export function App() {
  const [path, go] = useLocation();
  const phase = useAgentState((state) => state.phase);
  if (path === "/accept-invite") {
    return (
      <Suspense fallback={null}>
        <AcceptInvite onDone={() => go("/inbox/mine", { replace: true })} />
      </Suspense>
    );
  }
  if (phase === "signedOut") return <SignIn />;
  if (phase === "signingIn") return <SigningIn />;
  return (
    <ActionsProvider>
      <Frame />
    </ActionsProvider>
  );
}
