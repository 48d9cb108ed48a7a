import { sayProblem } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** Where this agent is signed in, and how to end that elsewhere. */
export function SessionsPage() {
  const t = useTexts();
  const call = useCall();
  const { data, problem, reload } = useLoaded("sessions", () => call("listSessions"));
  const change = async (work: Promise<unknown>) => {
    try {
      await work;
      await reload();
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <>
      <header className="page-head">
        <h1>{t("me.tab.sessions")}</h1>
        <button type="button" className="button danger" onClick={() => void change(call("endOtherSessions"))}>
          {t("me.endOthers")}
        </button>
      </header>
      <Problem text={problem} />
      <ul className="cards">
        {data?.items.map(({ id, startedAt, lastSeenAt, userAgent, isCurrent }) => (
          <li key={id} className="panel">
            <strong>{isCurrent ? t("me.thisOne") : (userAgent ?? t("me.unknownDevice"))}</strong>
            {isCurrent && <span className="quiet">{userAgent}</span>}
            <span>{t("me.sessionTimes", { from: t.dateTime(startedAt), to: t.dateTime(lastSeenAt) })}</span>
            {!isCurrent && (
              <span>
                <button
                  type="button"
                  className="button"
                  onClick={() => void change(call("endSession", { params: { id } }))}
                >
                  {t("me.endSession")}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
