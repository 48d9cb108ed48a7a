import type { Greeting, GreetingRule, Widget } from "@livechat/contract";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { Area, Check, Choice, Field, Form } from "../parts/form.tsx";
import { LANGUAGES } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";

const MOST = 20;
const MOST_RULES = 10;
const TYPES = [
  "url",
  "referrer",
  "event",
  "timeOnPage",
  "timeOnSite",
  "pages",
  "returning",
  "language",
] as const;
const TEXT_OPERATORS = ["contains", "equals", "startsWith", "matches"] as const;
const COUNT_OPERATORS = ["atLeast", "atMost"] as const;
const AGAIN = ["never", "session"] as const;
type RuleType = (typeof TYPES)[number];

/** A rule of a kind, as it begins: to be filled in. */
function firstRule(type: RuleType): GreetingRule {
  if (type === "timeOnPage" || type === "timeOnSite" || type === "pages") {
    return { type, operator: "atLeast", value: type === "pages" ? 2 : 30 };
  }
  if (type === "returning") return { type, operator: "is", value: true };
  if (type === "language") return { type, operator: "is", value: "en" };
  return { type, operator: "contains", value: type === "url" ? "/pricing" : "" };
}

const newGreeting = (taken: readonly Greeting[]): Greeting => ({
  id: `greeting-${Math.max(0, ...taken.map(({ id }) => Number(/^greeting-(\d+)$/.exec(id)?.[1] ?? 0))) + 1}`,
  text: {},
  rules: [firstRule("timeOnPage")],
  match: "all",
  again: "session",
  onlyWhenOpen: true,
  isActive: true,
});

interface RuleProps {
  rule: GreetingRule;
  change(rule: GreetingRule | null): void;
}

function RuleValue({ rule, change }: RuleProps) {
  const t = useTexts();
  if (rule.type === "returning") {
    return (
      <Check
        name="returning"
        label={t("greeting.wasHere")}
        checked={rule.value}
        onChange={(value) => change({ ...rule, value })}
      />
    );
  }
  const isCount = typeof rule.value === "number";
  const operators = isCount ? COUNT_OPERATORS : rule.type === "language" ? [] : TEXT_OPERATORS;
  const set = (value: string) =>
    change({ ...rule, value: isCount ? Math.max(0, Number(value) || 0) : value } as GreetingRule);
  return (
    <>
      {operators.length > 0 && (
        <Choice
          label={t("greeting.operator")}
          name="operator"
          value={rule.operator as string}
          options={operators.map((value) => ({ value: value as string, label: t(`greeting.is.${value}`) }))}
          onChange={(operator) => change({ ...rule, operator } as GreetingRule)}
        />
      )}
      <Field
        label={t("greeting.value")}
        name="value"
        type={isCount ? "number" : "text"}
        value={rule.value}
        onChange={set}
        required
      />
    </>
  );
}

function Rule({ rule, change }: RuleProps) {
  const t = useTexts();
  const types = TYPES.map((value) => ({ value, label: t(`greeting.rule.${value}`) }));
  return (
    <div className="rule">
      <Choice
        label={t("greeting.rule")}
        name="type"
        value={rule.type}
        options={types}
        onChange={(type) => change(firstRule(type as RuleType))}
      />
      <RuleValue key={rule.type} rule={rule} change={change} />
      <button type="button" className="button" onClick={() => change(null)}>
        {t("greeting.removeRule")}
      </button>
    </div>
  );
}

interface OneProps {
  greeting: Greeting;
  change(greeting: Greeting | null): void;
}

function Rules({ greeting, change }: OneProps) {
  const t = useTexts();
  const { rules } = greeting;
  const at = (index: number) => (rule: GreetingRule | null) =>
    change({
      ...greeting,
      rules: rules.flatMap((each, n) => (n === index ? (rule ?? []) : each)),
    });
  return (
    <>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no names; one that goes takes its fields with it.
        <Rule key={`${rules.length}-${index}`} rule={rule} change={at(index)} />
      ))}
      {rules.length < MOST_RULES && (
        <button
          type="button"
          className="button"
          onClick={() => change({ ...greeting, rules: [...rules, firstRule("url")] })}
        >
          {t("greeting.addRule")}
        </button>
      )}
    </>
  );
}

function One({ greeting, change }: OneProps) {
  const t = useTexts();
  const again = typeof greeting.again === "number" ? "session" : greeting.again;
  const write = (language: string) => (text: string) => {
    const { [language]: _former, ...others } = greeting.text;
    change({ ...greeting, text: text.trim() === "" ? others : { ...others, [language]: text } });
  };
  return (
    <fieldset className="form-set" aria-label={greeting.id}>
      <legend>{greeting.id}</legend>
      <Check
        name="isActive"
        label={t("greeting.active")}
        checked={greeting.isActive}
        onChange={(isActive) => change({ ...greeting, isActive })}
      />
      {LANGUAGES.map((language) => (
        <Area
          key={language}
          label={`${t("greeting.text")} (${t(`me.language.${language}`)})`}
          name={`text-${language}`}
          rows={2}
          value={greeting.text[language] ?? ""}
          onChange={write(language)}
        />
      ))}
      <Choice
        label={t("greeting.match")}
        name="match"
        value={greeting.match}
        options={(["all", "any"] as const).map((value) => ({ value, label: t(`greeting.match.${value}`) }))}
        onChange={(match) => change({ ...greeting, match })}
      />
      <Rules greeting={greeting} change={change} />
      <Choice
        label={t("greeting.again")}
        name="again"
        value={again}
        options={AGAIN.map((value) => ({ value, label: t(`greeting.again.${value}`) }))}
        onChange={(next) => change({ ...greeting, again: next as (typeof AGAIN)[number] })}
      />
      <Check
        name="onlyWhenOpen"
        label={t("greeting.onlyWhenOpen")}
        checked={greeting.onlyWhenOpen}
        onChange={(onlyWhenOpen) => change({ ...greeting, onlyWhenOpen })}
      />
      <button type="button" className="button danger" onClick={() => change(null)}>
        {t("greeting.remove")}
      </button>
    </fieldset>
  );
}

/** What the widget says by itself, and when: a part of its draft. */
export function GreetingsForm({ widget, onSaved }: { widget: Widget; onSaved(): Promise<void> }) {
  const t = useTexts();
  const call = useCall();
  const [greetings, setGreetings] = useState<readonly Greeting[]>(widget.greetings);
  const save = async () => {
    await call("updateWidget", { params: { id: widget.id }, body: { greetings: [...greetings] } });
    await onSaved();
    say(t("actions.saved"));
  };
  const changeOf = (id: string) => (next: Greeting | null) =>
    setGreetings(greetings.flatMap((each) => (each.id === id ? (next ?? []) : each)));
  const more = greetings.length < MOST && (
    <button
      type="button"
      className="button"
      onClick={() => setGreetings([...greetings, newGreeting(greetings)])}
    >
      {t("greeting.add")}
    </button>
  );
  return (
    <section className="panel" aria-label={t("greeting.title")}>
      <h2>{t("greeting.title")}</h2>
      <Form onSubmit={save} submit={t("greeting.save")} more={more}>
        {greetings.length === 0 && <p className="quiet">{t("greeting.none")}</p>}
        {greetings.map((greeting) => (
          <One key={greeting.id} greeting={greeting} change={changeOf(greeting.id)} />
        ))}
      </Form>
    </section>
  );
}
