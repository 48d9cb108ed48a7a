import type { ReactNode } from "react";

interface Props {
  head: readonly string[];
  /** The head of a column for what can be done with a row; null: there is none. */
  last?: ReactNode;
  children: ReactNode;
}

/** Rows under their heads. */
export function ListTable({ head, last = <td />, children }: Props) {
  return (
    <div className="panel table-scroll">
      <table className="table">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {last}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The name of a column that only those hear who do not see it. */
export function HiddenHead({ name }: { name: string }) {
  return (
    <th scope="col">
      <span className="hidden-visually">{name}</span>
    </th>
  );
}
