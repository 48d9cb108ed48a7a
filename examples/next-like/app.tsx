import { LivechatProvider, useLivechat } from "@livechat/react";

function Help() {
  const livechat = useLivechat();
  return (
    <button type="button" onClick={() => livechat?.open()}>
      {livechat ? "Ask us" : "The chat comes"}
    </button>
  );
}

/** Rendered on the server first and hydrated in the browser: the same on both. */
export function App({ src }: { src: string }) {
  return (
    <LivechatProvider src={src}>
      <h1>Rendered on a server</h1>
      <Help />
    </LivechatProvider>
  );
}
