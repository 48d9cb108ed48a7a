import { Component, type ReactNode } from "react";
import { useLocation } from "wouter";
import { useTexts } from "../texts/use-texts.tsx";

function Broken({ message }: { message: string }) {
  const t = useTexts();
  return (
    <div className="empty" role="alert">
      <h1>{t("places.broken")}</h1>
      <p>{message}</p>
      <button type="button" className="button primary" onClick={() => location.reload()}>
        {t("places.reload")}
      </button>
    </div>
  );
}

class Boundary extends Component<
  { children: ReactNode; path: string },
  { error: Error | null; path: string }
> {
  override state = { error: null as Error | null, path: this.props.path };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  /** Another page is another try. */
  static getDerivedStateFromProps(props: { path: string }, state: { path: string }) {
    return props.path === state.path ? null : { error: null, path: props.path };
  }

  override render() {
    return this.state.error ? <Broken message={this.state.error.message} /> : this.props.children;
  }
}

/** A page that breaks, or that could not be loaded, takes nothing else with it. */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return <Boundary path={path}>{children}</Boundary>;
}
