import { hydrateRoot } from "react-dom/client";
import { App } from "./app.tsx";

const SRC = import.meta.env.VITE_LIVECHAT ?? "http://127.0.0.1:5000";

hydrateRoot(document.querySelector("#root") as Element, <App src={SRC} />);
