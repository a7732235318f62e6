import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'

/** RFC 8628, §3.1. The gateway registers no clients: any program may ask, and a user decides. */
export const ClientId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  description: 'What the program calls itself. The user sees it, and nothing proves it',
  examples: ['quiva'],
})

export const UserCodeRequest = Type.Object(
  {
    user_code: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'As the device shows it; case, spaces and dashes do not matter',
      examples: ['WDJB-MJHT'],
    }),
  },
  { ...KNOWN_ONLY, title: 'UserCodeRequest' },
)
