import { Type } from 'typebox'
import { AccountPublicInfo, mfaToken } from '../../transport/http/shared-schemas.ts'
import { batchModes, notificationChannels, notificationKinds } from './notification-preferences.ts'

/** The roles that the API hands out; every account has one root, who founded it. */
const assignableRoles = ['admin', 'developer', 'monitor', 'billing'] as const

const address = (description: string) =>
  Type.String({ format: 'email', maxLength: 254, description, examples: ['jane.smith@example.com'] })
const role = Type.Enum([...assignableRoles], { description: 'Role in this account', examples: ['developer'] })
const name = (description: string) => Type.String({ maxLength: 100, description })

export const CreateUserRequest = Type.Object(
  {
    first_name: name('First name, 1–100 characters'),
    last_name: name('Last name, 1–100 characters'),
    email: address('Whom to invite'),
    role,
  },
  { examples: [{ first_name: 'Jane', last_name: 'Smith', email: 'jane.smith@example.com', role: 'developer' }] },
)

export const MemberRequest = Type.Object({ email: address('Address of the member') })

export const RoleRequest = Type.Object({ email: address('Address of the member'), role })

export const SuspendRequest = Type.Object({
  email: address('Address of the member'),
  suspend: Type.Boolean({ description: 'True to suspend, false to let in again' }),
})

/** The contract's UserInfo. */
export const UserInfo = Type.Object(
  {
    id: Type.Optional(
      Type.String({ description: 'Once the invitation is accepted', examples: ['usr_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    ),
    email: Type.String({ description: 'Address; of a pending member as the inviter typed it' }),
    role: Type.String({ examples: ['developer'] }),
    is_suspended: Type.Boolean(),
    email_confirmed: Type.Boolean({
      description: 'Whether the address is proven; false while the invitation is pending',
    }),
    first_name: Type.String({ description: 'Of a pending member as the inviter typed it' }),
    last_name: Type.String({ description: 'Of a pending member as the inviter typed it' }),
    invitation_pending: Type.Boolean({ description: 'Whether the person has still to accept' }),
    invitation_expires_on: Type.Optional(
      Type.String({ format: 'date-time', description: 'When a pending invitation lapses and leaves the list' }),
    ),
  },
  { title: 'Member' },
)

/** The contract's SuccessResponse for a change of a member, and whether it has reached the message bus. */
export const MemberChanged = Type.Object(
  {
    message: Type.String(),
    creds_updated: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        "Whether the message bus has confirmed the change for the member's creds; false: it will as soon as it can be reached; null: there was nothing to confirm, or this gateway has no message bus",
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
    end: time('HH:MM; before the start if the quiet spans midnight'),
    timezone,
  }),
})

const PartialPreferences = Type.Object(
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
  { description: 'How to be notified; what is left out stays as it is' },
)

/** The contract's UpdateUserRequest, and `notification_preferences`. */
export const UpdateUserRequest = Type.Object(
  {
    email: Type.Optional(address('Whom to update; by default the caller')),
    first_name: Type.Optional(name('First name, up to 100 characters')),
    last_name: Type.Optional(name('Last name, up to 100 characters')),
    sound: Type.Optional(Type.Boolean()),
    theme: Type.Optional(Type.String({ maxLength: 20, description: 'light, dark or auto', examples: ['dark'] })),
    totp_enabled: Type.Optional(Type.Boolean({ description: 'Whether sign-ins ask for the authenticator app' })),
    passkey_enabled: Type.Optional(Type.Boolean({ description: 'Whether sign-ins ask for a passkey' })),
    mfa_token: mfaToken,
    notification_preferences: Type.Optional(PartialPreferences),
  },
  { examples: [{ first_name: 'John', last_name: 'Smith', theme: 'dark', sound: true }] },
)

const MfaInfo = Type.Object({ passkey_enabled: Type.Boolean(), totp_enabled: Type.Boolean() })

export const LoginDataSchema = Type.Object(
  {
    account: AccountPublicInfo,
    user: Type.String({ format: 'email', description: 'Address of the caller' }),
    user_id: Type.String({ examples: ['usr_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    role: Type.String({ examples: ['developer'] }),
    first_name: Type.String(),
    last_name: Type.String(),
    mfa: MfaInfo,
    theme: Type.String({ examples: ['auto'] }),
    sound: Type.Boolean(),
    notification_preferences: NotificationPreferencesSchema,
    profile_image: Type.Optional(
      Type.Object({
        name: Type.String({ description: 'File name' }),
        contentType: Type.String(),
        url: Type.String({ description: 'Where everybody can get it; another one after each upload' }),
      }),
    ),
  },
  { title: 'LoginData' },
)
