import { Type } from 'typebox'
import { auditActions } from '../../platform/audit/actions.ts'
import { listParameters } from '../../transport/http/paging.ts'

const textOrNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

export const ORDER = '-occurred_on'
export const sorts = { occurred_on: 'string' } as const
const { cursor, search, sort } = listParameters(['occurred_on'], {
  searched:
    'Only events whose id, target, X-Request-Id or IP address begins with this text, or whose action, User-Agent or details contain it (A–Z like a–z)',
  order: ORDER,
})
/** Where a page begins, and its order. */
export const Place = { cursor, sort }

/** The filters of both operations. */
export const EventFilters = {
  search,
  person: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'Who did it: the id of a user, or the email address of a member',
      examples: ['ada@example.com'],
    }),
  ),
  action: Type.Optional(Type.Enum([...auditActions], { description: 'What was done' })),
  target: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'What it was done to: the id of a user, session, key or account',
      examples: ['key_01kc9f3m8e7q1v5t2x4y6z8a0b'],
    }),
  ),
  credential: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'With what it was done: the id of a key or session',
      examples: ['key_01kc9f3m8e7q1v5t2x4y6z8a0b'],
    }),
  ),
  from: Type.Optional(
    Type.String({ format: 'date-time', maxLength: 40, description: 'Only events at or after this time' }),
  ),
  to: Type.Optional(Type.String({ format: 'date-time', maxLength: 40, description: 'Only events before this time' })),
}

export const AuditEventObject = Type.Object(
  {
    id: Type.String({ examples: ['evt_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    occurred_on: Type.String({ format: 'date-time' }),
    action: Type.String({ examples: ['api_key.issued'], description: 'docs/audit-log.md explains each action' }),
    actor: Type.Object({
      kind: Type.String({
        examples: ['interactive'],
        description:
          'interactive: a signed-in user; key: an API key, or a session made from one; embedded: a session on a page of another product; anonymous; system',
      }),
      user_id: textOrNull('The user; for an anonymous request, the user whom it proved or claimed to be'),
      email: textOrNull('The email address of the user, while they are a member'),
      credential_id: textOrNull('The session or key that did it'),
    }),
    target: Type.Union([Type.Object({ type: Type.String(), id: Type.String() }), Type.Null()]),
    ip: textOrNull('The IP address that the request came from'),
    user_agent: textOrNull('The program that sent the request, by its own name'),
    request_id: textOrNull('The X-Request-Id of the request, if there was one'),
    details: Type.Object({}, { additionalProperties: true, description: 'Further details of this action' }),
  },
  { title: 'AuditEvent' },
)
