import { expect, it } from 'vitest'
import { credentialOf } from './http.ts'

it.each<[string | undefined, string | undefined, string | undefined]>([
  [undefined, 'ms-1', 'ms-1'],
  // An imported key may have dots; an access token is taken in Authorization only.
  [undefined, 'acme.live.k1', 'acme.live.k1'],
  [undefined, 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln', undefined],
  ['Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln', undefined, 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln'],
  ['bEARER   ms-1  ', 'ms-2', 'ms-1'],
  ['Bearer ', 'ms-2', undefined],
  ['Bearer\tms-1', 'ms-2', undefined],
  ['Basic ms-1', 'ms-2', undefined],
  [undefined, '', undefined],
])('reads the credential as the gateway does: Authorization %j, X-Api-Key %j', (authorization, apiKey, credential) => {
  expect(credentialOf({ authorization, apiKey })).toBe(credential)
})
