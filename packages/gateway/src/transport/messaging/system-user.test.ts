import { decode } from '@nats-io/jwt'
import { expect, test } from 'vitest'
import { createKeyPair, keyPairFromSeed } from './nkeys.ts'
import { createSystemUser } from './system-user.ts'

test('each process is a user of its own, signed by the system account, whose inbox no other may listen to', () => {
  const systemAccount = createKeyPair('account')
  const [one, other] = [createSystemUser(systemAccount), createSystemUser(systemAccount)]
  expect(one()).toEqual(one())
  expect(one().seed).not.toBe(other().seed)
  for (const { jwt, seed } of [one(), other()]) {
    const claims = decode<{ sub: { allow: string[] } }>(jwt)
    const { publicKey } = keyPairFromSeed(seed, 'user')
    expect([claims.sub, claims.iss]).toEqual([publicKey, systemAccount.publicKey])
    const inboxes = claims.nats.sub?.allow.filter((subject) => subject.startsWith('_INBOX'))
    expect(inboxes).toEqual([`_INBOX.${publicKey}.>`])
  }
})
