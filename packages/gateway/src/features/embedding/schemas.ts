import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { dataOf } from '../../transport/http/operation.ts'
import type { EmbedOrigin } from './store.ts'

/** The body of addEmbedOrigin and removeEmbedOrigin. */
export const OriginRequest = Type.Object(
  {
    origin: Type.String({
      minLength: 8,
      maxLength: 300,
      description: 'Scheme, host, and a port if it is not the usual one; https, or http on localhost',
      examples: ['https://app.example.com'],
    }),
  },
  { ...KNOWN_ONLY, examples: [{ origin: 'https://app.example.com' }] },
)

const EmbedOriginObject = Type.Object(
  { origin: Type.String({ examples: ['https://app.example.com'] }), created_on: Type.String({ format: 'date-time' }) },
  { title: 'EmbedOrigin', description: 'An origin on whose pages the key screens may be embedded' },
)

export const EmbedOrigins = dataOf(Type.Array(EmbedOriginObject), 'The origins, oldest first')

export const originsBody = (origins: EmbedOrigin[]) => ({
  data: origins.map(({ origin, createdAt }) => ({ origin, created_on: new Date(createdAt).toISOString() })),
})
