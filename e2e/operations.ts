import type { Client } from './http.ts'

/** The parts of a JSON schema that are needed to make values that fit it, and values that nearly fit. */
export type Schema = {
  type?: string
  format?: string
  enum?: unknown[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
}

export type Operation = {
  id: string
  method: string
  path: string
  anonymous: boolean
  query: Record<string, Schema>
  /** The headers that only this operation reads. */
  headers: Record<string, Schema>
  /** Undefined if the operation takes no body. */
  body: Schema | undefined
}

type Document = {
  components: { schemas: Record<string, Schema> }
  paths: Record<
    string,
    Record<
      string,
      {
        operationId?: string
        security: unknown[]
        parameters?: { in: string; name: string; schema: Schema }[]
        requestBody?: { content: { 'application/json': { schema: Schema } } }
      }
    >
  >
}

/** All operations in the gateway's OpenAPI document. */
export async function readOperations(client: Client): Promise<Operation[]> {
  const { body } = await client.send({ method: 'GET', target: '/openapi.json' })
  return toOperations(body as Document)
}

export function toOperations({ paths, components: { schemas } }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    // A route without an operationId is not an operation, but a page, a document or the like.
    Object.entries(methods).flatMap(([method, operation]) => {
      if (operation.operationId === undefined) return []
      const parameters = (place: string) =>
        Object.fromEntries(
          (operation.parameters ?? []).filter((one) => one.in === place).map(({ name, schema }) => [name, schema]),
        )
      const body = operation.requestBody?.content['application/json'].schema
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        anonymous: operation.security.length === 0,
        query: parameters('query'),
        headers: parameters('header'),
        body: body && withoutReferences(body, schemas),
      }
    }),
  )
}

/** Replaces the references in a schema by the schemas that they name. */
function withoutReferences<T>(part: T, schemas: Record<string, Schema>): T {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((item) => withoutReferences(item, schemas)) as T
  if ('$ref' in part) return withoutReferences(schemas[String(part.$ref).split('/').at(-1) ?? ''] as T, schemas)
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withoutReferences(value, schemas)])) as T
}

/** Values that do not fit a schema of that type, whatever else the schema says. */
export function misfits({ type, maxLength }: Schema): unknown[] {
  const others = [null, [], {}, ['a'], { length: 1 }]
  if (type === 'integer') return [...others, 'x', '1', true, 1.5, -1, 2 ** 53, 1e300]
  if (type === 'boolean') return [...others, 'true', 1]
  if (type !== 'string') return []
  const long = maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]
  return [...others, 7, true, 'a\u0000b', '\u0000', '\ud800', 'a\udfffb', ...long]
}

/** Whether a value fits the schema; the check is independent of the gateway's own. */
export function fits(schema: Schema, value: unknown): boolean {
  if (schema.enum && !schema.enum.includes(value)) return false
  switch (schema.type) {
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      const members = value as Record<string, unknown>
      const has = (name: string) => Object.hasOwn(members, name)
      const { required = [], properties = {} } = schema
      return (
        required.every(has) &&
        Object.entries(properties).every(([name, member]) => !has(name) || fits(member, members[name]))
      )
    }
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(schema.items ?? {}, item))
    case 'string': {
      if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed()) return false
      // JSON Schema, Validation, §6.3: characters as RFC 8259 has them, so code points.
      const length = [...value].length
      return length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? length)
    }
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return false
      if (schema.type === 'integer' && !Number.isSafeInteger(value)) return false
      return value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value)
    }
    case 'boolean':
      return typeof value === 'boolean'
    default:
      return true
  }
}
