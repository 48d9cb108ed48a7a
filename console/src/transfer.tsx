import type { AgentClient, AgentState } from "@livechat/chat-client";
import { LIMITS } from "@livechat/contract/limits";
import { useRef } from "preact/hooks";

interface Props {
  desk: AgentClient;
  state: AgentState;
  conversationId: string;
}

/** Passes the conversation on to an agent or a group, with a note for them. */
export function Transfer({ desk, state, conversationId }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { agents, groups, me } = state;
  const submit = async (form: HTMLFormElement) => {
    const entered = new FormData(form);
    const [kind, id] = String(entered.get("to")).split(":");
    const text = String(entered.get("note")).trim();
    const note = text === "" ? {} : { note: text };
    const to = kind === "agent" ? { agentId: id ?? "", ...note } : { groupId: id ?? "", ...note };
    dialog.current?.close();
    await desk.transfer(conversationId, to);
    form.reset();
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Transfer
      </button>
      <dialog ref={dialog} aria-label="Transfer">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit(event.currentTarget);
          }}
        >
          <h2>Transfer the conversation</h2>
          <label>
            To
            <select name="to" required>
              <optgroup label="Groups">
                {groups.map(({ id, name }) => (
                  <option key={id} value={`group:${id}`}>
                    {name}
                  </option>
                ))}
              </optgroup>
              <optgroup label="Agents">
                {agents
                  .filter(({ id }) => id !== me?.id)
                  .map(({ id, name, status, activeChats, maxConcurrentChats }) => (
                    <option key={id} value={`agent:${id}`}>
                      {name} ({status}, {activeChats}/{maxConcurrentChats})
                    </option>
                  ))}
              </optgroup>
            </select>
          </label>
          <label>
            Note for them
            <textarea name="note" rows={3} maxLength={LIMITS.MAX_NOTE_LENGTH_CHARS} dir="auto" />
          </label>
          <p class="actions">
            <button type="button" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
            <button type="submit" class="primary">
              Transfer
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
