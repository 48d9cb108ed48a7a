/** What the page says to which an invitation leads: loaded with it. */
export const invite = {
  "invite.title": "Set your password",
  "invite.lead": "With it you sign in from now on. The link works once.",
  "invite.password": "New password",
  "invite.passwordHint": "At least {n} characters.",
  "invite.name": "Your name, as visitors see it",
  "invite.nameHint": "Empty: as it is.",
  "invite.submit": "Set it and sign in",
  "invite.noToken": "This link is not complete. Open it once more from where you got it.",
};
