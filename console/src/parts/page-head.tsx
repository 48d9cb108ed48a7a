interface Props {
  title: string;
  lead?: string;
  /** What the button that makes a new one says; absent where nobody may. */
  add?: string | false;
  onAdd(): void;
}

/** A page's title, with the button for another one of what it lists. */
export function PageHead({ title, lead, add, onAdd }: Props) {
  return (
    <>
      <header className="page-head">
        <h1>{title}</h1>
        {add && (
          <button type="button" className="button primary" onClick={onAdd}>
            {add}
          </button>
        )}
      </header>
      {lead && <p className="quiet page-lead">{lead}</p>}
    </>
  );
}
