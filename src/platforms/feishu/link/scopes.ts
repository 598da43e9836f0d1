/**
 * What a colleague is asked to allow, each with what it is for: nothing more is asked. The names are those of the
 * permissions page; the app must have been given each as a user permission.
 */
export const USER_SCOPES = {
  offline_access: "stay linked: renew the token without asking again",
  "calendar:calendar:read": "find the colleague's own calendar",
  "calendar:calendar.event:read": "find the event that wants a room, and list coming bookings",
  "calendar:calendar.event:create": "make the event of a booking",
  "calendar:calendar.event:update": "put a room on an event, move it, invite people",
  "vc:room:readonly": "see which rooms the colleague may book, where a room's rules do not tell",
  "calendar:calendar.event:delete": "remove an event that the bot made",
} as const;
