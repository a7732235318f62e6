import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { TSchema } from 'typebox'

/** A list somewhere in an input, by the names of the members that lead to it, and how many items it may have. */
type BoundedList = { names: string[]; most: number }

/**
 * The usual compiler, with a check of the length of lists before it. The usual compiler alone would check all items of
 * a list before it finds that there are too many, and check them again for the error.
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

/** Only lists that are not inside another list: the bound of the outer list also bounds the number of lists in it. */
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

/** The error as the library words it. */
function tooManyItems({ names, most }: BoundedList) {
  return {
    keyword: 'maxItems' as const,
    schemaPath: '#',
    instancePath: names.map((name) => `/${name}`).join(''),
    params: { limit: most },
    message: `must not have more than ${most} items`,
  }
}
