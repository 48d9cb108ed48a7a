export const settings = {
  "bell.title": "Notifications",
  "bell.unread.one": "1 new notification",
  "bell.unread.other": "{n} new notifications",
  "bell.readAll": "All read",
  "bell.none": "Nothing yet.",
  "bell.assigned": "A chat came to you",
  "bell.transferred": "A chat was passed on to you {name}",
  "bell.mention": "You were mentioned {name}",
  "bell.waiting": "Somebody waits",
  "bell.taken_away": "A chat was taken from you",
  "bell.webhook_disabled": "A webhook was switched off {name}",
  "bell.bot_paused": "A bot was paused {name}",
};
