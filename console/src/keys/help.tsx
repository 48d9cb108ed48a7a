import { Modal } from "@mantine/core";
import { useTexts } from "../texts/use-texts.tsx";
import { keyCaps } from "./key-caps.ts";
import { KEYMAP, type Key } from "./keymap.ts";
import "./keys.css";
import { isHelpOpen } from "./open.ts";

const GROUPS = ["list", "conversation", "everywhere", "go"] as const;

/** Every key, by where it works. */
export default function Help() {
  const t = useTexts();
  const all: Key[] = Object.values(KEYMAP);
  return (
    <Modal
      opened
      onClose={() => isHelpOpen.set(false)}
      title={t("keys.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <p className="quiet">{t("keys.lead")}</p>
      <div className="key-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`keys.group.${group}`)}</h3>
            <dl>
              {all
                .filter((key) => key.group === group)
                .map(({ keys, label }) => (
                  <div key={label}>
                    <dt>{t(label)}</dt>
                    <dd>
                      {keyCaps(keys[0] ?? "").map((cap) => (
                        <kbd key={cap}>{cap}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
