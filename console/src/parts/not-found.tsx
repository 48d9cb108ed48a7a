import { Link } from "wouter";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  /** Where the way back leads: the inbox unless a place is named. */
  back?: { href: string; place: string };
}

/** What an address shows that leads nowhere. */
export function NotFound({ back }: Props) {
  const t = useTexts();
  return (
    <div className="empty">
      <h1>{t("places.unknown")}</h1>
      <Link href={back?.href ?? "/inbox/mine"} className="button">
        {back ? t("places.backTo", { place: back.place }) : t("places.toInbox")}
      </Link>
    </div>
  );
}
