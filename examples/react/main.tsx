import { LivechatProvider, useLivechat, useLivechatEvent } from "@livechat/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

const SRC = import.meta.env.VITE_LIVECHAT ?? "http://127.0.0.1:5000";

function Help() {
  const livechat = useLivechat();
  const [unread, setUnread] = useState(0);
  useLivechatEvent("unread", setUnread);
  return (
    <button type="button" disabled={!livechat} onClick={() => livechat?.openWith("A question about React")}>
      Ask us ({unread} unread)
    </button>
  );
}

function App() {
  const [isShown, setIsShown] = useState(true);
  return (
    <>
      <h1>With React</h1>
      <button type="button" onClick={() => setIsShown(!isShown)}>
        {isShown ? "Without a chat" : "With a chat"}
      </button>
      {isShown && (
        <LivechatProvider src={SRC}>
          <Help />
        </LivechatProvider>
      )}
    </>
  );
}

createRoot(document.querySelector("#root") as Element).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
