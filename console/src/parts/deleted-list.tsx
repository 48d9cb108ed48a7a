import { sayProblem } from "../actions/toasts.ts";
import { allPages, pageQuery } from "../client/all-pages.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Problem } from "./problem.tsx";

interface Item {
  id: string;
  name: string;
  email?: string;
  isDeleted: boolean;
}

interface ItemProps {
  name: string;
  onRestore(): void;
}

/** Among those that are not deleted. */
export function DeletedItem({ name, onRestore }: ItemProps) {
  const t = useTexts();
  return (
    <li className="form-buttons">
      <span className="quiet">{name}</span>
      <button type="button" className="button" onClick={onRestore}>
        {t("people.restore")}
        <span className="hidden-visually"> {name}</span>
      </button>
    </li>
  );
}

interface Props<T extends Item> {
  /** How many there are that are not deleted: the list is loaded anew when that changes. */
  others: number;
  list(query: {
    limit: string;
    includeDeleted: "true";
  }): Promise<{ items: T[]; nextPageToken: string | null }>;
  restore(id: string): Promise<unknown>;
}

/** What was deleted, and a way back for each. */
export function DeletedList<T extends Item>({ others, list, restore }: Props<T>) {
  const t = useTexts();
  const { data, problem, reload } = useLoaded(`deleted-${others}`, async () => {
    const all = await allPages((pageToken) => list({ ...pageQuery(pageToken), includeDeleted: "true" }));
    return all.filter(({ isDeleted }) => isDeleted);
  });
  const bringBack = async (id: string) => {
    try {
      await restore(id);
      await reload();
    } catch (error) {
      sayProblem(error);
    }
  };
  if (problem) return <Problem text={problem} />;
  if (!data || data.length === 0) return null;
  return (
    <details className="card">
      <summary>
        <h2>{t.count("people.deleted", data.length)}</h2>
      </summary>
      <ul>
        {data.map(({ id, name, email }) => (
          <li key={id} className="form-buttons">
            <bdi>{name}</bdi> {email && <span className="quiet">{email}</span>}
            <button type="button" className="button" onClick={() => void bringBack(id)}>
              {t("people.restore")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
