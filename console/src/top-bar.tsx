import type { AgentClient, AgentState } from "@livechat/chat-client";

const STATUSES = { online: "Online", away: "Away", offline: "Offline" } as const;
const CONNECTIONS = {
  online: "Connected",
  connecting: "Connecting…",
  polling: "Slow connection",
  offline: "No connection",
} as const;

export function TopBar({ desk, state }: { desk: AgentClient; state: AgentState }) {
  const { me, connection } = state;
  if (!me) return null;
  return (
    <header class="top-bar">
      <h1>livechat</h1>
      <span class={`connection ${connection}`} role="status">
        {CONNECTIONS[connection]}
      </span>
      <span class="load">
        {me.activeChats} of {me.maxConcurrentChats} chats
      </span>
      <fieldset class={`status ${me.status}`}>
        <legend>Status</legend>
        {Object.entries(STATUSES).map(([status, label]) => (
          <label key={status}>
            <input
              type="radio"
              name="status"
              value={status}
              checked={me.status === status}
              onChange={() => void desk.setStatus(status as keyof typeof STATUSES)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <span class="me" title={me.email}>
        {me.name}
      </span>
      <button type="button" onClick={() => void desk.signOut()}>
        Sign out
      </button>
    </header>
  );
}
