interface ReasonOfError<T extends string> {
  /** An `ErrorType`. */
  readonly type: T;
  /** The sentence that the API answers with; `{name}` is one of the error's `params`. */
  readonly text: string;
}

const reasons = <const T extends string, N extends string>(type: T, texts: Record<N, string>) =>
  Object.fromEntries(
    Object.entries<string>(texts).map(([name, text]) => [name, { type, text }]),
  ) as unknown as Record<N, ReasonOfError<T>>;

/**
 * What is refused for more than one reason under one type, by stable names: a page says these in its reader's language.
 * The list grows; a name never changes its meaning. What no page can cause, or what is a developer's to mend, has none.
 */
export const ERROR_REASONS = {
  ...reasons("authentication", {
    login_wrong: "The e-mail or the password is wrong.",
    link_ended: "This link is not valid any more. Ask an admin for another one.",
    password_wrong: "The current password is wrong.",
    password_changed: "The password has been changed meanwhile. Sign in again.",
    rights_changed: "Your rights have changed meanwhile. Sign in again.",
  }),
  ...reasons("authorization", {
    admins_only_deleted: "Only admins see what is deleted.",
    admins_only_agents: "Only admins change other agents.",
    admins_only_fields: "Only admins may change {fields}.",
    owner_only_close: "Only the owner, the visitor, supervisors and admins close a conversation.",
    owner_only_change: "Only the owner, supervisors and admins change a conversation.",
    owner_only_files: "Only the owner of the conversation, supervisors and admins may send files in it.",
    owner_only_snooze: "Only the owner, supervisors and admins snooze a conversation.",
    owner_only_spam: "Only the owner, supervisors and admins say what is spam.",
    owner_only_tag: "Only the owner of the conversation, supervisors and admins may tag it.",
    owner_only_transfer: "Only the owner, supervisors and admins transfer a conversation.",
    owner_only_unread: "Only the owner marks a conversation as unread.",
    owner_only_write: "Only the owner, supervisors and admins write in a conversation; notes, its group.",
    other_group: "This conversation belongs to another group.",
    other_groups: "This visitor's conversations belong to other groups.",
    own_claims_only: "Agents may claim conversations for themselves only.",
    own_numbers_only: "Agents see their own numbers only.",
    shared_views: "Views that others see are for supervisors and admins to change.",
    shared_canned_responses: "Shared canned responses are changed by supervisors and admins.",
    others_note: "Only its author, supervisors and admins may delete a note.",
  }),
  ...reasons("already_exists", {
    email_taken: "An agent with this e-mail exists already.",
    group_name_taken: "A group with this name exists already.",
    tag_name_taken: "A tag with this name exists already.",
    shortcut_taken: "A canned response with this shortcut exists: {title}.",
    visitor_has_conversation: "The visitor has an open conversation.",
  }),
  ...reasons("conversation_closed", {
    closed: "The conversation is closed.",
    closed_reopen_first: "The conversation is closed. Reopen it first.",
    conversation_full: "The conversation is full: begin another one.",
    other_open_conversation: "The visitor has another open conversation.",
  }),
  ...reasons("agent_unavailable", {
    agent_deleted: "{name} is deleted.",
    agent_not_in_group: "{name} is not in the conversation's group.",
    agent_offline: "{name} is offline.",
    agent_away: "{name} is away.",
    agent_not_accepting: "{name} does not accept conversations just now.",
    agent_at_limit: "{name} has as many conversations as allowed.",
    agent_lease_expired: "{name} has no open console.",
    agent_passed_deadline: "{name} let this conversation's answer deadline pass, or passed it on.",
    agent_supervisor_only: "{name} supervises the group.",
    agent_paused: "{name} is paused after failures.",
    agent_full: "{name} has {max} conversations already.",
  }),
  ...reasons("not_allowed", {
    taken_by_another: "Another agent has this conversation by now.",
    conversation_open: "The conversation is open.",
    waiting_cannot_snooze: "A conversation that waits cannot be snoozed.",
    conversation_full_close: "The conversation is full. Close it, and begin another one.",
    too_many_tags: "A conversation has at most {max} tags.",
    tag_into_itself: "A tag cannot be merged into itself.",
    last_admin: "The last admin can be neither deleted nor demoted.",
    default_group_stays: "The default group cannot be deleted.",
    default_group_needed: "Make another group the default one instead.",
    closed_group_to_itself: "A closed group cannot pass its conversations to itself.",
    group_full: "A group has at most {max} agents.",
    agent_in_many_groups: "{name} is in {max} groups already.",
    schedule_in_use: "The group {group} keeps this schedule.",
    too_many_views: "An agent has at most {max} views.",
    too_many_webhooks: "There are {max} webhooks, the most there may be.",
    too_many_secrets: "{count} secrets sign already. Wait until the oldest has ended.",
    webhook_not_active: "The webhook is not active: resume it first.",
    key_revoked: "The API key is revoked.",
    too_many_notes: "The visitor has as many notes as there may be. Delete one first.",
    external_id_signed: "The company's server has signed who this is: the externalId stays.",
    widget_unpublished: "Publish the widget before it becomes the default one.",
    default_widget_needed: "Make another widget the default one instead.",
    default_widget_stays: "The default widget cannot be deleted.",
    widget_never_published: "This widget was never published.",
    logo_not_checked: "The logo has not been looked at yet. Try again in a moment.",
    files_off: "Files are not taken here.",
    file_incomplete: "Not all bytes of the file have arrived.",
    file_sent: "The file has been sent.",
    file_pending: "The file is being checked.",
    file_failed: "The file could not be checked.",
    file_infected: "The file holds malware.",
  }),
  ...reasons("entity_too_large", {
    file_too_large: "Files may have at most {maxBytes} bytes.",
  }),
  ...reasons("unsupported_media_type", {
    file_type: "Files of this type are not taken.",
    file_ending: "Files that end in .{extension} are not taken.",
    file_content: "What the file holds is not taken.",
    logo_damaged: "The logo is damaged, or has too many pixels.",
  }),
} as const;

export type ErrorReason = keyof typeof ERROR_REASONS;
export type ErrorParams = Readonly<Record<string, string | number>>;

export const ERROR_REASON_NAMES = Object.keys(ERROR_REASONS) as [ErrorReason, ...ErrorReason[]];

/** The English sentence of a reason. */
export function reasonText(reason: ErrorReason, params: ErrorParams = {}): string {
  return ERROR_REASONS[reason].text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    String(params[name] ?? hole),
  );
}
