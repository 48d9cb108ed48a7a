import { renderToString } from "react-dom/server";
import { App } from "./app.tsx";

/** The page's content as a server sends it. Importing the chat here touches no `window`. */
export function renderPage(src: string): string {
  return renderToString(<App src={src} />);
}
