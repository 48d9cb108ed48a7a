import { sayError } from "../client/say-error.ts";
import { useTexts } from "../texts/use-texts.tsx";

/** What went wrong on a page or with a form, told at once: a sentence, or the error itself. */
export function Problem({ text }: { text: string | Error | null | undefined }) {
  const t = useTexts();
  if (!text) return null;
  return (
    <p className="problem" role="alert">
      {sayError(text, t)}
    </p>
  );
}
