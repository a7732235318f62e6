/** A document, or a part of one, as JSON. */
type Node = { [name: string]: unknown }

/** Members whose values only look like schemas. */
const NO_SCHEMAS = new Set(['example', 'examples', 'default', 'enum', 'const'])

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Moves each schema with a title into `schemas` under that name, and leaves a reference, so that a generated client has
 * one type with a name for it. If two with one name differ, the start fails.
 */
export function nameSchemas<T>(part: T, schemas: Node): T {
  if (Array.isArray(part)) return part.map((item) => nameSchemas(item, schemas)) as T
  if (!isNode(part)) return part
  const named = Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, NO_SCHEMAS.has(name) ? value : nameSchemas(value, schemas)]),
  )
  const { title, ...schema } = named
  if (typeof title !== 'string' || !('type' in schema)) return named as T
  const there = schemas[title]
  if (there !== undefined && JSON.stringify(there) !== JSON.stringify(schema))
    throw new Error(`two schemas are called ${title}`)
  schemas[title] = schema
  return { $ref: `#/components/schemas/${title}` } as T
}

/** Names the body of a request after its operation (`CreateAccountRequest`), unless it has a name. */
export function titleRequest(operation: Node): void {
  const { operationId, requestBody } = operation
  const content = isNode(requestBody) ? requestBody.content : undefined
  if (typeof operationId !== 'string' || !isNode(content)) return
  for (const one of Object.values(content)) {
    const schema = isNode(one) ? one.schema : undefined
    if (!isNode(schema) || schema.type !== 'object') continue
    schema.title ??= `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Request`
  }
}
