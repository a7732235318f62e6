import { Type } from 'typebox'
import { batchModes, notificationChannels, notificationKinds } from './notification-preferences.ts'

/** The contract's SuccessResponse for a change of a member, and whether it has reached the message bus. */
export const MemberChanged = Type.Object(
  {
    message: Type.String(),
    creds_updated: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        "True if the message bus has confirmed the change for the member's creds; false if it will confirm it as soon as it can be reached; null if there was nothing to confirm, or this gateway has no message bus",
    }),
  },
  { description: 'Done' },
)

const entries = <Name extends string, Value>(names: readonly Name[], value: () => Value) =>
  Object.fromEntries(names.map((one) => [one, value()])) as Record<Name, Value>

const time = (description: string) => Type.String({ maxLength: 5, description, examples: ['22:00'] })
const timezone = Type.String({ maxLength: 64, description: 'IANA time zone', examples: ['Europe/Lisbon'] })
const batchMode = Type.Enum([...batchModes])

/** How a user wants to be notified. */
export const NotificationPreferencesSchema = Type.Object({
  ...entries(notificationKinds, () =>
    Type.Object({
      enabled: Type.Boolean(),
      channels: Type.Object(entries(notificationChannels, () => Type.Boolean())),
    }),
  ),
  batch_mode: batchMode,
  quiet_hours: Type.Object({
    enabled: Type.Boolean(),
    start: time('HH:MM'),
    end: time('HH:MM; earlier than the start if the quiet hours include midnight'),
    timezone,
  }),
})

export const PartialPreferences = Type.Object(
  {
    ...entries(notificationKinds, () =>
      Type.Optional(
        Type.Object({
          enabled: Type.Optional(Type.Boolean()),
          channels: Type.Optional(Type.Object(entries(notificationChannels, () => Type.Optional(Type.Boolean())))),
        }),
      ),
    ),
    batch_mode: Type.Optional(batchMode),
    quiet_hours: Type.Optional(
      Type.Object({
        enabled: Type.Optional(Type.Boolean()),
        start: Type.Optional(time('HH:MM')),
        end: Type.Optional(time('HH:MM')),
        timezone: Type.Optional(timezone),
      }),
    ),
  },
  { description: 'Notification settings; a field that is left out does not change' },
)
