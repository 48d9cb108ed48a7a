import { useAgentState } from "../client/context.tsx";
import { Check } from "./form.tsx";

interface Props {
  legend: string;
  hint?: string;
  /** Ids of the groups that are chosen now. */
  chosen: readonly string[] | null | undefined;
}

/** Some of the groups: `form.getAll("group")` are their ids. */
export function GroupChecks({ legend, hint, chosen }: Props) {
  const groups = useAgentState((state) => state.groups);
  return (
    <fieldset className="form-set">
      <legend>{legend}</legend>
      {hint && <p className="form-hint">{hint}</p>}
      {groups.map(({ id, name }) => (
        <Check key={id} name="group" value={id} label={name} checked={chosen?.includes(id) ?? false} />
      ))}
    </fieldset>
  );
}
