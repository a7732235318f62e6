import { Type } from 'typebox'
import { auditActions } from '../../platform/audit/actions.ts'

const textOrNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

/** The filters of both operations. */
export const EventFilters = {
  person: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'Who did it: the id of a person, or the address of a member',
      examples: ['ada@example.com'],
    }),
  ),
  action: Type.Optional(Type.Enum([...auditActions], { description: 'What was done' })),
  target: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'To what it was done: the id of a person, session, key or account',
      examples: ['key_01kc9f3m8e7q1v5t2x4y6z8a0b'],
    }),
  ),
  from: Type.Optional(Type.String({ format: 'date-time', maxLength: 40, description: 'Not before this moment' })),
  to: Type.Optional(Type.String({ format: 'date-time', maxLength: 40, description: 'Before this moment' })),
}

export const AuditEventObject = Type.Object(
  {
    id: Type.String({ examples: ['evt_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    occurred_on: Type.String({ format: 'date-time' }),
    action: Type.String({ examples: ['api_key.issued'], description: 'docs/audit-log.md explains each' }),
    actor: Type.Object({
      kind: Type.String({
        examples: ['interactive'],
        description:
          'interactive: a person who was signed in; key: an API key, or a session made from one; anonymous; system',
      }),
      user_id: textOrNull('The person, or whom an anonymous request proved or claimed to be'),
      email: textOrNull('The address of the person, as long as they are a member'),
      credential_id: textOrNull('The session or key that acted'),
    }),
    target: Type.Union([Type.Object({ type: Type.String(), id: Type.String() }), Type.Null()]),
    ip: textOrNull('Where the request came from'),
    user_agent: textOrNull('The program that sent it, as it calls itself'),
    request_id: textOrNull('The X-Request-Id of the request, if one did it'),
    details: Type.Object({}, { additionalProperties: true, description: 'What else there is to know of this action' }),
  },
  { title: 'AuditEvent' },
)
