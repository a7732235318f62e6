import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'

export const OutboxItemRequest = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 200, description: 'The id of the item' }) },
  { ...KNOWN_ONLY, examples: [{ id: 'push-claims:4821907365' }] },
)

export const SuspensionRequest = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, description: 'The id of the account' }),
    reason: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: '\\S',
      description: 'What its administrators are told, in a mail and in the audit log of the account',
    }),
  },
  { ...KNOWN_ONLY, examples: [{ id: '4821907365', reason: 'Keys of this account were used for an attack.' }] },
)

export const SuspensionAnswer = Type.Object({
  message: Type.String(),
  bus_confirmed: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'True: the message bus has confirmed the change; false: it will as soon as it can be reached; null: this gateway has no message bus',
  }),
})
