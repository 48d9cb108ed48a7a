import type { TimelineItem } from "@livechat/chat-client";
import { describe } from "@livechat/chat-ui";
import { en } from "@livechat/chat-ui/texts/en";
import type { View } from "../view.ts";

/** What the visitor is told of a system event; null: nothing. */
export function noticeOf(item: TimelineItem, { language }: Pick<View, "language">): string | null {
  return describe(item, language.system ?? en, "visitor");
}

interface Answer {
  id: string;
  label: string;
  value: unknown;
  text: string;
}

function answersIn({ metadata }: TimelineItem): Answer[] {
  const fields: unknown = metadata.fields;
  if (!Array.isArray(fields)) return [];
  return fields.filter(
    (one): one is Answer => typeof one?.label === "string" && typeof one?.text === "string",
  );
}

/** A form that was filled in: the visitor's answers, field by field. */
export function FormEvent({ item, texts }: { item: TimelineItem } & Pick<View, "texts">) {
  const answers = answersIn(item);
  return (
    <li class="answers">
      <p>{texts.answers}</p>
      <dl>
        {answers.map(({ id, label, value, text }) => (
          <div key={id}>
            <dt dir="auto">{label}</dt>
            <dd dir="auto">{typeof value === "boolean" ? (value ? texts.yes : texts.no) : text}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
