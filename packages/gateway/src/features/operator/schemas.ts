import { Type } from 'typebox'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'

export const OutboxItemRequest = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 200, description: 'The id of the item' }) },
  { ...KNOWN_ONLY, examples: [{ id: 'push-claims:4821907365' }] },
)
