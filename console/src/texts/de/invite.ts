export const invite = {
  "invite.title": "Passwort setzen",
  "invite.lead": "Damit melden Sie sich von jetzt an an. Der Link gilt einmal.",
  "invite.password": "Neues Passwort",
  "invite.passwordHint": "Mindestens {n} Zeichen.",
  "invite.name": "Ihr Name, wie Besucher ihn sehen",
  "invite.nameHint": "Leer: wie bisher.",
  "invite.submit": "Setzen und anmelden",
  "invite.noToken": "Dieser Link ist nicht vollständig. Öffnen Sie ihn noch einmal von dort, wo er herkam.",
};
