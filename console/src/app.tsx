import type { AgentClient, AgentState } from "@livechat/chat-client";
import { useStore } from "@nanostores/preact";
import { useEffect } from "preact/hooks";
import { Conversation } from "./conversation.tsx";
import { forgetDrafts } from "./drafts.ts";
import { Sidebar } from "./sidebar.tsx";
import { SignIn } from "./sign-in.tsx";
import { TopBar } from "./top-bar.tsx";
import { useOpenConversation } from "./use-route.ts";

function ErrorBar({ desk, state }: { desk: AgentClient; state: AgentState }) {
  if (!state.error) return null;
  return (
    <div class="error-bar" role="alert">
      <span>{state.error.message}</span>
      <button type="button" onClick={() => desk.dismissError()}>
        Dismiss
      </button>
    </div>
  );
}

function SigningIn({ desk, state }: { desk: AgentClient; state: AgentState }) {
  return (
    <main class="nothing" role="status">
      <p>{state.error ? `${state.error.message} Trying again…` : "Signing in…"}</p>
      {state.error && (
        <button type="button" onClick={() => void desk.signOut()}>
          Sign out
        </button>
      )}
    </main>
  );
}

/** The number of visitors who wait for this agent's answer stands in the tab's title. */
function useTitle({ mine }: AgentState): void {
  const waiting = mine.filter(({ lastMessage }) => lastMessage?.authorType === "visitor").length;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) livechat console` : "livechat console";
  }, [waiting]);
}

function Desk({ desk, state }: { desk: AgentClient; state: AgentState }) {
  const [openId, open] = useOpenConversation();
  const room = openId ? desk.conversation(openId) : null;
  useTitle(state);
  useEffect(() => {
    if (openId === null) return undefined;
    return () => desk.leaveConversation(openId);
  }, [desk, openId]);
  return (
    <div class={`desk ${openId === null ? "" : "has-open"}`}>
      <TopBar desk={desk} state={state} />
      <ErrorBar desk={desk} state={state} />
      <Sidebar desk={desk} state={state} openId={openId} onOpen={open} />
      <main>
        {room ? (
          <Conversation key={openId} desk={desk} state={state} room={room} onLeave={() => open(null)} />
        ) : (
          <p class="nothing">Choose a conversation, or wait for the next one.</p>
        )}
      </main>
    </div>
  );
}

export function App({ desk }: { desk: AgentClient }) {
  const state = useStore(desk.state);
  useEffect(() => {
    if (state.phase === "signedOut") forgetDrafts();
  }, [state.phase]);
  if (state.phase === "ready") return <Desk desk={desk} state={state} />;
  if (state.phase === "signingIn") return <SigningIn desk={desk} state={state} />;
  return <SignIn desk={desk} reason={state.error} />;
}
