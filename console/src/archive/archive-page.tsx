import { lazy, Suspense } from "react";
import { useLocation, useSearch } from "wouter";
import { Problem } from "../parts/problem.tsx";
import "../parts/form.css";
import { useTexts } from "../texts/use-texts.tsx";
import "./archive.css";
import "./texts.ts";
import { filterFrom, searchOf } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { SEARCHED } from "./find.ts";
import { FoundActions } from "./found-actions.tsx";
import { FoundTable } from "./found-table.tsx";
import { SearchField } from "./search-field.tsx";
import { type Found, isLookedThrough, useFound } from "./use-found.ts";
import { type Previewed, usePreview } from "./use-preview.ts";

const Preview = lazy(() => import("./preview.tsx"));

/** How many there are, what they are, and the way to more. */
function FoundList({ found, preview }: { found: Found; preview: Previewed }) {
  const t = useTexts();
  const { items, isLoading, problem, search, loadMore } = found;
  return (
    <>
      <Problem text={problem} />
      {isLookedThrough(search) && (
        <p className="quiet" role="status">
          {isLoading
            ? t("archive.searching")
            : t.count("archive.found", items.length, { most: t.number(SEARCHED) })}
        </p>
      )}
      {!isLoading && items.length === 0 && <p className="empty">{t("archive.nothing")}</p>}
      {items.length > 0 && (
        <FoundTable items={items} words={search.words} openId={preview.openId} onPreview={preview.show} />
      )}
      {loadMore && (
        <p className="form-buttons more">
          <button type="button" className="button" onClick={() => void loadMore()}>
            {t("actions.more")}
          </button>
        </p>
      )}
    </>
  );
}

/** Every conversation that one may see, found by words, status, group, agent, tag, rating, files and time. */
export default function ArchivePage() {
  const t = useTexts();
  const [, go] = useLocation();
  const filter = filterFrom(useSearch());
  const found = useFound(filter);
  const preview = usePreview(found.items.map(({ id }) => id));
  const search = (q: string) => {
    const { q: _former, ...others } = filter;
    go(`/archive${searchOf(q === "" ? others : { ...others, q })}`);
  };
  return (
    <div className={preview.openId === null ? "archive" : "archive has-preview"}>
      <div className="archive-list">
        <header className="page-head">
          <h1>{t("places.archive")}</h1>
          <FoundActions found={found} />
        </header>
        <SearchField typed={filter.q ?? ""} onSearch={search} />
        <Filters filter={filter} change={(next) => go(`/archive${searchOf(next)}`, { replace: true })} />
        <FoundList found={found} preview={preview} />
      </div>
      {preview.openId !== null && (
        <Suspense fallback={<section className="archive-preview" />}>
          <Preview key={preview.openId} id={preview.openId} onClose={preview.close} />
        </Suspense>
      )}
    </div>
  );
}
