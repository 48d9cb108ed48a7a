import type { HomeEntry, Widget } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { Field, Form } from "../parts/form.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";

const newEntry = (taken: readonly HomeEntry[], url: string | null): HomeEntry => ({
  id: `entry-${Math.max(0, ...taken.map(({ id }) => Number(/^entry-(\d+)$/.exec(id)?.[1] ?? 0))) + 1}`,
  text: {},
  url,
});

interface OneProps {
  entry: HomeEntry;
  change(entry: HomeEntry | null): void;
}

function One({ entry, change }: OneProps) {
  const t = useTexts();
  const write = (language: string) => (text: string) => {
    const { [language]: _former, ...others } = entry.text;
    change({ ...entry, text: text.trim() === "" ? others : { ...others, [language]: text } });
  };
  const kind = entry.url === null ? "question" : "link";
  return (
    <fieldset className="form-set" aria-label={entry.id}>
      <legend>{t(`home.${kind}`)}</legend>
      {LANGUAGES.map((language) => (
        <Field
          key={language}
          label={`${t(`home.text.${kind}`)} (${t(`me.language.${language}`)})`}
          name={`text-${language}`}
          maxLength={LIMITS.MAX_HOME_ENTRY_CHARS}
          value={entry.text[language] ?? ""}
          onChange={write(language)}
        />
      ))}
      {entry.url !== null && (
        <Field
          label={t("home.url")}
          name="url"
          type="url"
          value={entry.url}
          onChange={(url) => change({ ...entry, url })}
          required
        />
      )}
      <button type="button" className="button danger" onClick={() => change(null)}>
        {t("home.remove")}
      </button>
    </fieldset>
  );
}

/** What the widget's home offers: questions that begin a conversation, and links. A part of its draft. */
export function HomeForm({ widget, onSaved }: { widget: Widget; onSaved(): Promise<void> }) {
  const t = useTexts();
  const call = useCall();
  const [entries, setEntries] = useState<readonly HomeEntry[]>(widget.home.entries);
  const save = async () => {
    await call("updateWidget", { params: { id: widget.id }, body: { home: { entries: [...entries] } } });
    await onSaved();
    say(t("actions.saved"));
  };
  const changeOf = (id: string) => (next: HomeEntry | null) =>
    setEntries(entries.flatMap((each) => (each.id === id ? (next ?? []) : each)));
  const add = (url: string | null) => () => setEntries([...entries, newEntry(entries, url)]);
  const more = entries.length < LIMITS.MAX_HOME_ENTRIES && (
    <>
      <button type="button" className="button" onClick={add(null)}>
        {t("home.addQuestion")}
      </button>
      <button type="button" className="button" onClick={add("")}>
        {t("home.addLink")}
      </button>
    </>
  );
  return (
    <section className="panel" aria-label={t("home.title")}>
      <h2>{t("home.title")}</h2>
      <Form onSubmit={save} submit={t("home.save")} more={more}>
        <p className="quiet">{t("home.hint")}</p>
        {entries.map((entry) => (
          <One key={entry.id} entry={entry} change={changeOf(entry.id)} />
        ))}
      </Form>
    </section>
  );
}
