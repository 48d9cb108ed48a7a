import { maySendFiles } from "@livechat/chat-client";
import type { RefObject } from "preact";
import { Composer } from "../composer/composer.tsx";
import { backAt } from "../presence.ts";
import { asksConsent, screenOf } from "../screen.ts";
import type { View } from "../view.ts";
import type { Parts } from "./use-parts.ts";
import { Welcome } from "./welcome.tsx";

interface Props {
  view: View;
  parts: Parts;
  isOpen: boolean;
  input: RefObject<HTMLTextAreaElement>;
  onAnew(): void;
  onTranscript(): void;
}

/** All that has been said, or what stands there before that. */
function Said({ view, parts: { conversation }, isOpen, onAnew, onTranscript }: Omit<Props, "input">) {
  const { phase } = view.state;
  const welcome = <Welcome view={view} />;
  if (!conversation) return <div class="scroller">{welcome}</div>;
  return (
    <conversation.Timeline
      {...{ view, isOpen }}
      above={welcome}
      below={
        <>
          {phase === "waiting" && <conversation.WaitingCard view={view} />}
          {phase === "closed" && <conversation.Ended {...{ view, onAnew, onTranscript }} />}
        </>
      }
    />
  );
}

/** Whether files may be sent from the screen that is shown. */
export const offersFiles = ({ state }: View): boolean => maySendFiles(state) && screenOf(state) === "chat";

function Write({ view, parts, input }: Pick<Props, "view" | "parts" | "input">) {
  const { chat, state, texts, language, locale } = view;
  const { conversation, attaching } = parts;
  const { files, attachments } = attaching;
  const asks = asksConsent(state);
  return (
    <Composer
      {...{ view, input }}
      consent={asks ? texts.consent : null}
      onTyping={() => chat.typing()}
      onSend={(text) => {
        const { consent } = state.config ?? {};
        if (consent && asks) chat.setOpening({ consent: { version: consent.version } });
        chat.send(text, attaching.take());
      }}
      parts={conversation}
      attaching={offersFiles(view) ? attaching : null}
    >
      {files && attachments && (
        <files.Tray
          {...{ attachments, locale }}
          texts={files.fileTextsOf(language)}
          retryText={texts.retry}
        />
      )}
    </Composer>
  );
}

/** The conversation, or the form that comes before it. */
export function ChatScreen(props: Props) {
  const { view, parts } = props;
  const { forms } = parts;
  const screen = screenOf(view.state);
  if (screen === "chat")
    return (
      <>
        <Said {...props} />
        <Write {...props} />
      </>
    );
  return (
    <div class="scroller">
      {forms && screen === "preChat" && <forms.PreChat view={view} />}
      {forms && screen === "offline" && <forms.OfflineForm view={view} back={backAt(view)} />}
    </div>
  );
}
