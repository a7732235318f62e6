import type { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { TSchema } from 'typebox'
import { compileBounded } from './bounded-arrays.ts'

/**
 * In a body, an empty text stands for a member that is absent, where the member may be absent and a text there has at
 * least one character: clients whose types know no absent text send `"account": ""`. A member whose empty text means
 * something allows it (`minLength` 0), such as those that an empty text clears. The email address of a
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
