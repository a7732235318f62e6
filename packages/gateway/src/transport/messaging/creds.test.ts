import { parseCreds } from '@nats-io/jwt'
import { credsAuthenticator } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { renderCreds } from './creds.ts'
import { createKeyPair } from './nkeys.ts'
import { userJwt } from './user-claims.ts'

const member = createKeyPair('account')
const user = createKeyPair('user')
const jwt = await userJwt(
  {
    userPublicKey: user.publicKey,
    name: 'key',
    accountPublicKey: createKeyPair('account').publicKey,
    issuedAtSeconds: 1_790_000_000,
    expiresAtSeconds: 1_790_003_600,
  },
  member,
)

test('renders the text that the contract shows for getApiCreds, character for character', () => {
  expect(renderCreds('[JWT TOKEN]', '[BKEY SEED]')).toBe(
    '-----BEGIN quiva.ai USER JWT-----\n[JWT TOKEN]\n------END quiva.ai USER JWT------\n' +
      '************************* IMPORTANT *************************\n' +
      'BKEY Seed printed below can be used to sign and prove identity.\n' +
      'BKEYs are sensitive and should be treated as secrets.\n' +
      '-----BEGIN USER BKEY SEED-----\n[BKEY SEED]\n------END USER BKEY SEED------\n' +
      '*************************************************************',
  )
})

test('renders the markers of NATS that nats-py searches for', () => {
  const lines = renderCreds(jwt, user.seed, 'nats').split('\n')
  for (const [marker, content] of [
    ['BEGIN NATS USER JWT', jwt],
    ['BEGIN USER NKEY SEED', user.seed],
  ] as const) {
    expect(lines[lines.indexOf(`-----${marker}-----`) + 1]).toBe(content)
  }
})

test.each(['quiva', 'nats'] as const)('the official client and parser read creds with %s labels', async (labels) => {
  const file = new TextEncoder().encode(renderCreds(jwt, user.seed, labels))
  expect(credsAuthenticator(file)('nonce')).toMatchObject({ jwt, nkey: user.publicKey, sig: expect.any(String) })
  expect(await parseCreds(file)).toMatchObject({ jwt, key: user.seed })
})
