import { type FormEvent, useRef, useState } from "react";
import { SEARCHING } from "../keys/open.ts";
import { useKeys } from "../keys/use-keys.ts";
import { Icon } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  typed: string;
  onSearch(typed: string): void;
}

/** Where words and operators are typed. */
export function SearchField({ typed, onSearch }: Props) {
  const t = useTexts();
  const field = useRef<HTMLInputElement>(null);
  // Others come by the keys for pages, which would be typed into a field that has the focus.
  const [comesToSearch] = useState(() => history.state === SEARCHING);
  useKeys({ search: () => field.current?.focus() });
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get("q") ?? "").trim());
  };
  return (
    // Another key when it was changed from elsewhere: the field begins with what is searched.
    <search key={typed}>
      <form className="archive-search" onSubmit={search}>
        <input
          className="field"
          type="search"
          name="q"
          defaultValue={typed}
          aria-label={t("archive.search")}
          placeholder={t("archive.searchHint")}
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: whoever came by the key for searching goes on typing.
          autoFocus={comesToSearch}
        />
        <button type="submit" className="button primary">
          <Icon name="search" />
          {t("archive.find")}
        </button>
      </form>
    </search>
  );
}
