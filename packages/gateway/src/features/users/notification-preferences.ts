import { invalid } from '../../platform/errors/refusal.ts'

/** What a user may be notified of; an addition from a newer edition of the contract's documentation. */
export const notificationKinds = [
  'task_status_changes',
  'task_assignments',
  'task_mentions',
  'task_watcher_updates',
] as const
export const notificationChannels = ['in_app', 'email', 'push'] as const
export const batchModes = ['immediate', 'hourly', 'daily'] as const

type Kind = (typeof notificationKinds)[number]
type Channels = Record<(typeof notificationChannels)[number], boolean>

export type NotificationPreferences = Record<Kind, { enabled: boolean; channels: Channels }> & {
  batch_mode: (typeof batchModes)[number]
  /** `start` and `end` are `HH:MM` in `timezone`; if the start is after the end, the quiet hours include midnight. */
  quiet_hours: { enabled: boolean; start: string; end: string; timezone: string }
}

/** What a request may send: any part of the preferences, down to a single channel. */
export type PartialPreferences = {
  [Name in Kind]?: { enabled?: boolean; channels?: Partial<Channels> }
} & {
  batch_mode?: NotificationPreferences['batch_mode']
  quiet_hours?: Partial<NotificationPreferences['quiet_hours']>
}

const everywhereButPush = { enabled: true, channels: { in_app: true, email: true, push: false } }

/** The preferences of a user who has set none; docs/members.md lists them too. */
export const defaultPreferences: NotificationPreferences = {
  task_status_changes: everywhereButPush,
  task_assignments: everywhereButPush,
  task_mentions: everywhereButPush,
  task_watcher_updates: everywhereButPush,
  batch_mode: 'immediate',
  quiet_hours: { enabled: false, start: '22:00', end: '07:00', timezone: 'UTC' },
}

/** The stored preferences (JSON), with the defaults for whatever is not stored: a later version may know more. */
export function readPreferences(stored: string | null): NotificationPreferences {
  return stored === null ? defaultPreferences : merge(defaultPreferences, JSON.parse(stored))
}

/** Fields that were sent replace the stored ones; the others stay. */
export function mergePreferences(
  current: NotificationPreferences,
  sent: PartialPreferences,
  path: string,
): NotificationPreferences {
  const { start, end, timezone } = sent.quiet_hours ?? {}
  for (const [name, time] of Object.entries({ start, end })) {
    if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
      throw invalid(`${path}/quiet_hours/${name}`, 'must be a time of day, HH:MM')
  }
  if (timezone !== undefined && !isTimeZone(timezone))
    throw invalid(`${path}/quiet_hours/timezone`, 'must be a time zone of the IANA database, such as Europe/Lisbon')
  return merge(current, sent)
}

function merge(current: NotificationPreferences, sent: PartialPreferences): NotificationPreferences {
  const kinds = notificationKinds.map((name) => {
    const { enabled, channels } = { ...current[name], ...sent[name] }
    return [
      name,
      { enabled, channels: pick(notificationChannels, { ...current[name].channels, ...channels }) },
    ] as const
  })
  const { enabled, start, end, timezone } = { ...current.quiet_hours, ...sent.quiet_hours }
  return {
    ...(Object.fromEntries(kinds) as Record<Kind, { enabled: boolean; channels: Channels }>),
    batch_mode: sent.batch_mode ?? current.batch_mode,
    quiet_hours: { enabled, start, end, timezone },
  }
}

/** Takes the known fields; unknown fields are ignored, as in every request. */
function pick<Name extends string, Value>(names: readonly Name[], from: Record<Name, Value>): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Record<Name, Value>
}

/** Intl also accepts offsets such as +01:00, which are refused here because they have no daylight saving time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
