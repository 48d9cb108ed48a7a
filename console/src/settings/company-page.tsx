import { say } from "../actions/toasts.ts";
import { useCall } from "../client/call.ts";
import { useLoaded } from "../client/use-loaded.ts";
import { Choice, entered, Field, Form } from "../parts/form.tsx";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";

const ZONES: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** The zones that this browser knows, as choices. */
export const zoneOptions = (chosen: string) =>
  [...new Set([chosen, ...ZONES])].map((value) => ({ value, label: value }));

/** The company's name, language and zone. */
export function CompanyPage() {
  const t = useTexts();
  const call = useCall();
  const { data, problem, reload } = useLoaded("company", () => call("getSettings"));
  const save = async (form: FormData) => {
    const companyName = entered(form, "companyName");
    const body = {
      ...(companyName !== "" && { companyName }),
      defaultLocale: entered(form, "defaultLocale"),
      timeZone: entered(form, "timeZone"),
    };
    await call("updateSettings", { body });
    await reload();
    say(t("actions.saved"));
  };
  return (
    <>
      <h1>{t("settings.company")}</h1>
      <Problem text={problem} />
      {data && (
        <Form key={data.updatedAt} onSubmit={save} submit={t("actions.save")}>
          <Field label={t("details.name")} name="companyName" value={data.companyName} />
          <Field
            label={t("company.locale")}
            name="defaultLocale"
            value={data.defaultLocale}
            hint={t("company.localeHint")}
            required
          />
          <Choice
            label={t("company.zone")}
            name="timeZone"
            value={data.timeZone}
            options={zoneOptions(data.timeZone)}
          />
        </Form>
      )}
    </>
  );
}
