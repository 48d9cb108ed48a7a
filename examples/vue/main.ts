import { livechatPlugin, useLivechat, useLivechatEvent } from "@livechat/vue";
import { createApp, defineComponent, h, ref } from "vue";

const SRC = import.meta.env.VITE_LIVECHAT ?? "http://127.0.0.1:5000";

const App = defineComponent({
  setup() {
    // biome-ignore lint/correctness/useHookAtTopLevel: Vue's composables are called in setup.
    const livechat = useLivechat();
    const status = ref("idle");
    // biome-ignore lint/correctness/useHookAtTopLevel: Vue's composables are called in setup.
    useLivechatEvent("statusChanged", (now) => {
      status.value = now;
    });
    return () => [
      h("h1", "With Vue"),
      h("button", { type: "button", disabled: !livechat.value, onClick: () => livechat.value?.open() }, [
        `Ask us (${status.value})`,
      ]),
    ];
  },
});

createApp(App).use(livechatPlugin, { src: SRC }).mount("#app");
