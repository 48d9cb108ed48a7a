import type { Widget } from "@livechat/contract";
import { useState } from "react";
import { sayProblem } from "../actions/toasts.ts";
import { type Change, useChange } from "../actions/use-change.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { entered, Field, Form, Sure } from "../parts/form.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { FormsForm } from "./forms-form.tsx";
import { GreetingsForm } from "./greetings-form.tsx";
import { HomeForm } from "./home-form.tsx";
import { Logo } from "./logo.tsx";
import { WidgetForm } from "./widget-form.tsx";
import { partsOf } from "./widget-parts.ts";
import { WidgetPreview } from "./widget-preview.tsx";

/** Publishes the draft, or goes back to what pages see. */
function Publish({ widget, change }: { widget: Widget; change: Change }) {
  const t = useTexts();
  const call = useCall();
  const params = { id: widget.id };
  const isPublished = widget.publishedVersion === widget.version;
  return (
    <div className="panel form-buttons" role="status">
      <span>
        {isPublished
          ? t("widget.isPublished")
          : widget.publishedAt === null
            ? t("widget.neverPublished")
            : t("widget.isDraft")}
      </span>
      <button
        type="button"
        className="button primary"
        disabled={isPublished}
        onClick={() => void change(() => call("publishWidget", { params }))}
      >
        {t("widget.publish")}
      </button>
      {!isPublished && widget.publishedAt !== null && (
        <button
          type="button"
          className="button"
          onClick={() => void change(() => call("discardWidget", { params }))}
        >
          {t("widget.discard")}
        </button>
      )}
    </div>
  );
}

function Counts({ widgetId }: { widgetId: string }) {
  const t = useTexts();
  const call = useCall();
  const { data } = useLoaded(widgetId, () => call("getWidgetCounts", { params: { id: widgetId } }));
  const greetings = Object.entries(data?.greetings ?? {});
  if (greetings.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t("widget.greetingCounts")}</h2>
      <ul>
        {greetings.map(([id, counts]) => (
          <li key={id}>
            {id}:{" "}
            {Object.entries(counts)
              .map(([type, n]) => `${type} ${t.number(n ?? 0)}`)
              .join(", ")}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Editor({ widget, reload }: { widget: Widget; reload(): Promise<void> }) {
  const t = useTexts();
  const call = useCall();
  const change = useChange(reload);
  const parts = partsOf(widget);
  return (
    <div className="with-preview">
      <div className="steps">
        <Publish widget={widget} change={change} />
        <Logo widget={widget} onSaved={reload} />
        <WidgetForm key={parts.look} widget={widget} onSaved={reload} />
        <FormsForm key={parts.forms} widget={widget} onSaved={reload} />
        <GreetingsForm key={parts.greetings} widget={widget} onSaved={reload} />
        <HomeForm key={parts.home} widget={widget} onSaved={reload} />
        <Counts widgetId={widget.id} />
        {!widget.isDefault && (
          <Sure
            label={t("group.delete")}
            question={t("widget.deleteQuestion")}
            confirm={t("group.delete")}
            onSure={() => void change(() => call("deleteWidget", { params: { id: widget.id } }))}
          />
        )}
      </div>
      <WidgetPreview widget={widget} />
    </div>
  );
}

interface ChoiceProps {
  widgets: readonly Widget[];
  chosen: Widget | undefined;
  onChoose(id: string): void;
}

/** Which widget is looked at, where there are several. */
function WidgetChoice({ widgets, chosen, onChoose }: ChoiceProps) {
  const t = useTexts();
  if (widgets.length < 2) return null;
  return (
    <select
      className="field sort"
      aria-label={t("settings.widget")}
      value={chosen?.id}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {widgets.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface OthersProps {
  deleted: readonly Widget[];
  reload(): Promise<void>;
  onMade(id: string): void;
}

/** Makes another widget, and brings back one that was deleted. */
function OtherWidgets({ deleted, reload, onMade }: OthersProps) {
  const t = useTexts();
  const call = useCall();
  const [made, setMade] = useState(0);
  const create = async (form: FormData) => {
    const { id } = await call("createWidget", { body: { name: entered(form, "name") } });
    await reload();
    onMade(id);
    setMade(made + 1);
  };
  const restore = async (id: string) => {
    try {
      await call("restoreWidget", { params: { id } });
      await reload();
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <details className="card">
      <summary>
        <h2>{t("widget.another")}</h2>
      </summary>
      <Form key={made} onSubmit={create} submit={t("tag.add")}>
        <Field label={t("details.name")} name="name" required />
      </Form>
      {deleted.map(({ id, name }) => (
        <p key={id} className="form-buttons">
          {name}
          <button type="button" className="button" onClick={() => void restore(id)}>
            {t("people.restore")}
          </button>
        </p>
      ))}
    </details>
  );
}

/** How the chat looks and behaves on a page: a draft until it is published. */
export function WidgetPage() {
  const t = useTexts();
  const call = useCall();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const { data, problem, reload } = useLoaded("widgets", () =>
    allPages((pageToken) =>
      call("listWidgets", { query: { ...pageQuery(pageToken), includeDeleted: "true" } }),
    ),
  );
  const widgets = data?.filter(({ isDeleted }) => !isDeleted) ?? [];
  const deleted = data?.filter(({ isDeleted }) => isDeleted) ?? [];
  const widget =
    widgets.find(({ id }) => id === chosenId) ?? widgets.find(({ isDefault }) => isDefault) ?? widgets[0];
  return (
    <>
      <header className="page-head">
        <h1>{t("settings.widget")}</h1>
        <WidgetChoice widgets={widgets} chosen={widget} onChoose={setChosenId} />
      </header>
      <Problem text={problem} />
      {widget && <Editor widget={widget} reload={reload} />}
      <OtherWidgets deleted={deleted} reload={reload} onMade={setChosenId} />
    </>
  );
}
