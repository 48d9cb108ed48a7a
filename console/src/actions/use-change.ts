import { useTexts } from "../texts/use-texts.tsx";
import { say, sayProblem } from "./toasts.ts";

export type Change = (work: () => Promise<unknown>) => Promise<void>;

/** Does something and loads what is shown anew; what is refused is said. */
export function useChange(reload: () => Promise<void>): Change {
  const t = useTexts();
  return async (work) => {
    try {
      await work();
      await reload();
      say(t("actions.saved"));
    } catch (error) {
      sayProblem(error);
    }
  };
}
