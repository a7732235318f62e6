import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { checkFirst } from './check-first.ts'

const schema = Type.Object({ name: Type.Optional(Type.String({ maxLength: 3 })), limit: Type.Optional(Type.Integer()) })
const validate = checkFirst({ schema, method: 'GET', url: '/', httpPart: 'querystring' })

it('leaves alone what fits, converts what then fits, and refuses the rest at its place', () => {
  const fits = { name: 'abc' }
  expect(validate(fits)).toEqual({ value: fits })
  expect(validate({ limit: '5' })).toEqual({ value: { limit: 5 } })
  for (const [path, wrong] of [
    ['/name', { name: 'abcd' }],
    ['/limit', { limit: 'x' }],
    ['/name', { name: ['a', 'b'] }],
  ] as const)
    expect(validate(wrong)).toEqual({ error: [expect.objectContaining({ instancePath: path })] })
})
