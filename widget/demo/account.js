import { signToken } from "./shop-identity.js";

const PEOPLE = {
  vera: { sub: "vera", name: "Vera Winter", email: "vera@example.com", attributes: { plan: "gold" } },
  otto: { sub: "otto", name: "Otto Sommer", email: "otto@example.com", attributes: { plan: "silver" } },
};
const who = document.querySelector("#who");

async function signIn(person) {
  const token = await signToken(PEOPLE[person]);
  const identified = await window.livechat("identify", token);
  who.textContent = `${PEOPLE[person].name} is signed in${identified?.verified ? ", and verified in the chat" : ""}.`;
}

for (const button of document.querySelectorAll("[data-sign-in]")) {
  button.addEventListener("click", () => void signIn(button.dataset.signIn));
}
document.querySelector("#sign-out").addEventListener("click", async () => {
  await window.livechat("logout");
  who.textContent = "Nobody is signed in.";
});
