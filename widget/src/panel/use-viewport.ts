import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * On a small screen the panel is as large as what can be seen of the page: a keyboard on the screen covers neither the
 * composer nor the header.
 */
export function useViewport(panel: RefObject<HTMLElement>, isOpen: boolean): void {
  useLayoutEffect(() => {
    const viewport = window.visualViewport;
    if (!isOpen || !viewport) return undefined;
    const follow = () => {
      // While the reader has zoomed in, the panel stays as large as the page.
      const isZoomed = viewport.scale > 1.01;
      const style = panel.current?.style;
      style?.setProperty("--visible-block", isZoomed ? "100dvh" : `${viewport.height}px`);
      style?.setProperty("--visible-start", isZoomed ? "0px" : `${viewport.offsetTop}px`);
    };
    follow();
    viewport.addEventListener("resize", follow);
    viewport.addEventListener("scroll", follow);
    return () => {
      viewport.removeEventListener("resize", follow);
      viewport.removeEventListener("scroll", follow);
    };
  }, [isOpen]);
}
