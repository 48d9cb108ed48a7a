import { ChatError } from "@livechat/chat-client";
import { checkForm } from "@livechat/contract/forms";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { sayError } from "../say-error.ts";
import { useUniqueId } from "../use-unique-id.ts";
import type { View } from "../view.ts";

interface Props {
  view: View;
  onTold(email: string): void;
}

const FIELD = { id: "email", type: "email", required: true, showIf: null, options: [] } as const;

/** One address, to be reached by. */
export function EmailField({ view, onTold }: Props) {
  const { chat, texts } = view;
  const id = useUniqueId();
  const [value, setValue] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const [problem, setProblem] = useState<string | null>(null);
  const tell = async () => {
    if (checkForm([FIELD], [{ id: "email", value }]).length > 0) {
      setProblem(texts.formEmail);
      return;
    }
    try {
      await chat.tellEmail(value.trim());
      onTold(value.trim());
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      setProblem(sayError(error, view));
    }
  };
  return (
    <form
      class="email"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void tell();
      }}
    >
      <label for={id}>{texts.email}</label>
      <span class="row">
        <input
          id={id}
          type="email"
          autoComplete="email"
          dir="ltr"
          value={value}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          ref={input}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        <button type="submit">{texts.send}</button>
      </span>
      <span id={`${id}-problem`} class="problem" role="alert">
        {problem}
      </span>
    </form>
  );
}
