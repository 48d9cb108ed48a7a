import { html } from "hono/html";
import type { Transcript } from "./transcript.ts";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.25rem}p{margin:0 0 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
b{display:block}time{color:#5b6676;font-size:.875rem}`;

/** A transcript as a page of its own, which loads nothing. Everything that somebody wrote is escaped. */
export async function asHtml({ language, title, lines, cut }: Transcript): Promise<string> {
  const direction = language === "ar" ? "rtl" : "ltr";
  const parts = lines.map(
    ({ at, author, text }) => html`<p dir="auto"><b>${author} <time>${at}</time></b>${text}</p>
`,
  );
  const page = html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
${parts}${cut === null ? "" : html`<p>${cut}</p>`}</body>
</html>
`;
  return String(await page);
}
