import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { TSchema } from 'typebox'

/** A list somewhere in an input, by the names of the members that lead to it, and how many items it may have. */
type BoundedList = { names: string[]; most: number }

/**
 * The usual compiler, but for lists that are too long: it would look at all of their items before it finds that they are
 * too many, and then at all of them again for the error.
 */
export const compileBounded: typeof TypeBoxValidatorCompiler = (route) => {
  const lists = boundedLists(route.schema)
  const validate = TypeBoxValidatorCompiler(route)
  if (lists.length === 0) return validate
  return (value) => {
    const tooLong = lists.find(({ names, most }) => lengthAt(value, names) > most)
    return tooLong ? { error: [tooManyItems(tooLong)] } : validate(value)
  }
}

/** Those that lie in no other list: it is bounded itself, and so is the number of what lies in it. */
function boundedLists(schema: TSchema, names: string[] = []): BoundedList[] {
  const found: BoundedList[] = []
  if ('maxItems' in schema && typeof schema.maxItems === 'number') found.push({ names, most: schema.maxItems })
  if ('anyOf' in schema && Array.isArray(schema.anyOf))
    for (const option of schema.anyOf) found.push(...boundedLists(option, names))
  if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null)
    for (const [name, member] of Object.entries(schema.properties))
      found.push(...boundedLists(member, [...names, name]))
  return found
}

function lengthAt(value: unknown, names: string[]): number {
  let at = value
  for (const name of names) at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined
  return Array.isArray(at) ? at.length : 0
}

/** As the library words it. */
function tooManyItems({ names, most }: BoundedList) {
  return {
    keyword: 'maxItems' as const,
    schemaPath: '#',
    instancePath: names.map((name) => `/${name}`).join(''),
    params: { limit: most },
    message: `must not have more than ${most} items`,
  }
}
