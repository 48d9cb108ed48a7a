import { AgentClient, browserPlatform } from "@livechat/chat-client";
import { render } from "preact";
import { App } from "./app.tsx";
import "./console.css";

const desk = new AgentClient({ api: "", platform: browserPlatform() });
render(<App desk={desk} />, document.body);
void desk.resume();
