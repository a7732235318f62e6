import { Type } from 'typebox'
import { environments } from '../../platform/values/environments.ts'
import { MOST_METADATA, MOST_TAGS } from './describe-key.ts'

const MetadataValue = Type.Union([
  Type.String({ maxLength: 2048 }),
  Type.Number({ minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE }),
  Type.Boolean(),
])

const Metadata = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,40}$' }), MetadataValue, {
  additionalProperties: false,
  maxProperties: MOST_METADATA,
  description: `What your services want to know of the key: up to ${MOST_METADATA} names of 1–40 characters (A–Z, a–z, 0–9, "_", "." and "-") with strings, numbers and booleans, 2048 bytes together as JSON. It is no place for secrets: introspection shows it`,
  examples: [{ plan: 'pro', seats: 5, beta: true }],
})

const Tags = Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9._:/-]{0,39}$', maxLength: 40 }), {
  maxItems: MOST_TAGS,
  description: `Up to ${MOST_TAGS} words to find the key by: 1–40 characters (a–z, 0–9, ".", "_", ":", "/" and "-"), beginning with a letter or a digit`,
  examples: [['ci', 'team:payments']],
})

/** What may be asked for when a key is issued. */
export const descriptionToIssue = {
  metadata: Type.Optional(Type.Union([Metadata, Type.Null()])),
  tags: Type.Optional(Type.Union([Tags, Type.Null()])),
  environment: Type.Optional(
    Type.Enum(environments, {
      description:
        'test: the key begins with mst-, and GET /verify and introspection say that it is a test key. It cannot be changed later. Default: live; for a key that a test key issues, test',
    }),
  ),
}

/** What a change may set; null and what is empty take all away. */
export const descriptionToChange = { metadata: descriptionToIssue.metadata, tags: descriptionToIssue.tags }

/** As answers about keys, and introspection, show it. */
export const shownDescription = {
  environment: Type.Enum(environments, { description: 'Whether it is a live key or a test key' }),
  metadata: Type.Union([Type.Record(Type.String(), MetadataValue), Type.Null()], {
    description: 'What its owner wants services to know of the key; null for nothing',
    examples: [{ plan: 'pro' }],
  }),
  tags: Type.Array(Type.String(), { description: 'Sorted', examples: [['ci']] }),
}
