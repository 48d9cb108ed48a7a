import { Link } from "wouter";

interface Props {
  label: string;
  current: string;
  tabs: readonly { name: string; href: string; label: string }[];
}

/** The pages of a place, each with an address of its own. */
export function PageTabs({ label, current, tabs }: Props) {
  return (
    <nav className="page-tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.name} href={tab.href} aria-current={tab.name === current ? "page" : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
