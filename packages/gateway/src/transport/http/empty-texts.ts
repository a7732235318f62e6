import type { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { TSchema } from 'typebox'
import { compileBounded } from './bounded-arrays.ts'

/**
 * A compiler whose check treats an empty text in a body as an absent member, if the member is optional and its text
 * must have at least one character: clients whose types have no absent text send `"account": ""`. If an empty text
 * means something, for example that a value is cleared, the schema allows it (`minLength` 0). The email address of a
 * target is an exception: an empty one is refused, since without it the target would be the caller.
 */
export const compileInput: typeof TypeBoxValidatorCompiler = (route) => {
  const validate = compileBounded(route)
  const names = route.httpPart === 'body' ? optionalTexts(route.schema) : []
  if (names.length === 0) return validate
  return (value) => validate(names.some((name) => isEmptyAt(value, name)) ? without(value, names) : value)
}

function optionalTexts(schema: TSchema): string[] {
  if (!('properties' in schema) || typeof schema.properties !== 'object' || schema.properties === null) return []
  const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : []
  return Object.entries<TSchema>({ ...schema.properties })
    .filter(([name, member]) => !required.includes(name) && 'minLength' in member && Number(member.minLength) > 0)
    .map(([name]) => name)
}

function isEmptyAt(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) && Reflect.get(value, name) === ''
}

function without(value: unknown, names: string[]): unknown {
  return Object.fromEntries(
    Object.entries({ ...(value as object) }).filter(([name, member]) => member !== '' || !names.includes(name)),
  )
}
