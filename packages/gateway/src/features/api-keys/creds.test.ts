import { decode } from '@nats-io/jwt'
import { fromPublic, fromSeed } from '@nats-io/nkeys'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { readConfig } from '../../platform/config/config.ts'
import { deriveKey } from '../../platform/crypto/hashing.ts'
import { openWith } from '../../platform/crypto/sealing.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { renewCreds } from './creds.ts'

describeEngines('the creds of a key', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const read = (key: string, more = '', bearer = root.bearer) =>
    test.call(`GET /accounts/api-creds?key=${key}${more}`, { bearer })
  const rowOf = (id: string) =>
    test.database.read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const memberKeyOf = async (userId: string) => {
    const row = await test.database.read
      .selectFrom('memberships')
      .select('nats_signing_key')
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return row.nats_signing_key
  }

  it('are a user of the account, signed by the member’s own key, with nothing but its template’s rights, and end with the key', async () => {
    const { id, key, creds, expires_on } = await test.issueKey(root.bearer)
    const row = await rowOf(id)
    const { nats_public_key } = await test.database.read
      .selectFrom('accounts')
      .select('nats_public_key')
      .where('id', '=', root.accountId)
      .executeTakeFirstOrThrow()
    for (const text of [creds, (await read(key)).body.data]) {
      const { jwt, seed } = parse(text)
      const claims = decode(jwt)
      expect(claims).toMatchObject({
        sub: row.nats_user_key,
        iss: await memberKeyOf(root.userId),
        exp: Date.parse(expires_on) / 1000,
        name: id,
        nats: { type: 'user', version: 2, issuer_account: nats_public_key },
      })
      expect(Object.keys(claims.nats).sort()).toEqual(['issuer_account', 'type', 'version'])
      expect(fromSeed(new TextEncoder().encode(seed)).getPublicKey()).toBe(row.nats_user_key)
      expect(verifies(jwt)).toBe(true)
    }
  })

  it('are the same user each time, in the documented text or with the labels that other clients know', async () => {
    const { key, creds } = await test.issueKey(root.bearer)
    const [quiva, nats] = [(await read(key)).body.data, (await read(key, '&format=nats')).body.data]
    expect(quiva).toContain('-----BEGIN quiva.ai USER JWT-----')
    expect((await read(key, '&format=quiva')).body.data).toContain('-----BEGIN quiva.ai USER JWT-----')
    expect(nats).toContain('-----BEGIN NATS USER JWT-----')
    expect(nats).toContain('-----BEGIN USER NKEY SEED-----')
    for (const text of [quiva, nats]) expect(parse(text).seed).toBe(parse(creds).seed)
  })

  it('signed later by the same member key expire with the key, not later', async () => {
    const { key, expires_on } = await test.issueKey(root.bearer, 'x', { expiry_days: 3 })
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      vi.setSystemTime(Date.now() + 30 * 60_000)
      const claims = decode(parse((await read(key)).body.data).jwt)
      expect(claims.exp).toBe(Date.parse(expires_on) / 1000)
      expect(claims.iss).toBe(await memberKeyOf(root.userId))
      expect(claims.iat).toBe(Math.floor(Date.now() / 1000))
    } finally {
      vi.useRealTimers()
    }
  })

  it('are read with the key in a header alone, so that it need not stand in an address', async () => {
    const { key, creds } = await test.issueKey(root.bearer)
    const answer = await test.call('GET /accounts/api-creds', { key })
    expect(parse(answer.body.data).seed).toBe(parse(creds).seed)
    for (const call of [{ bearer: key }, { bearer: root.bearer, key }]) {
      const other = await test.call('GET /accounts/api-creds', call)
      expect(parse(other.body.data).seed).toBe(parse(creds).seed)
    }
    expect((await test.call('GET /accounts/api-creds', { bearer: root.bearer })).status).toBe(400)
  })

  it.each([
    ['a mistyped key', (key: string) => `${key.slice(0, -1)}g`],
    ['a cut-off key', (key: string) => key.slice(0, -1)],
    ['a key in capitals', (key: string) => key.toUpperCase()],
    ['something else', () => 'x'],
  ])('answer 404 to %s', async (_what, change) => {
    const { key } = await test.issueKey(root.bearer)
    const answer = await read(encodeURIComponent(change(key)))
    expect([answer.status, answer.body.code]).toEqual([404, 'api_key_not_found'])
  })

  it.each(['format=pem', 'format=', 'format=quiva&format=nats'])('answer 400 to %s', async (query) => {
    const { key } = await test.issueKey(root.bearer)
    expect((await read(key, `&${query}`)).status).toBe(400)
  })

  it('leave an event for each reading, and none for a refusal', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    await read(key)
    await read(key.slice(0, -1))
    const events = await test.database.read
      .selectFrom('audit_events')
      .selectAll()
      .where('target_id', '=', id)
      .where('action', '=', 'api_key.creds_read')
      .execute()
    expect(events).toEqual([expect.objectContaining({ actor_user_id: root.userId, account_id: root.accountId })])
  })

  it('keep working for who was demoted: their rights on the bus are the template’s', async () => {
    const member = await addMember(test, root, 'developer')
    const { key, creds } = await test.issueKey(member.bearer)
    await test.database.transaction(({ db }) =>
      db.updateTable('memberships').set({ role: 'monitor' }).where('user_id', '=', member.userId).execute(),
    )
    expect(parse((await test.call('GET /accounts/api-creds', { key })).body.data).seed).toBe(parse(creds).seed)
  })

  // A stolen backup, and even the master key beside it, must not give anybody's seed.
  it('open with the key only: not with the database, not with the master key, not with another key or in another row', async () => {
    const [one, other] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    const [row, otherRow] = [await rowOf(one.id), await rowOf(other.id)]
    const stored = { userPublicKey: row.nats_user_key, seedSealed: row.nats_seed_sealed, expiresAt: row.expires_at }
    const signer = { accountPublicKey: '', sinceVersion: 0, signingKey: await someSigner() }
    const open = async (apiKey: string, seedSealed = row.nats_seed_sealed, keyId = one.id) =>
      parse(await renewCreds({ keyId, apiKey }, { ...stored, seedSealed }, signer, 'quiva')).seed
    expect(await open(one.key)).toBe(parse(one.creds).seed)

    await expect(open(other.key)).rejects.toThrow()
    await expect(open(one.key, otherRow.nats_seed_sealed)).rejects.toThrow()
    await expect(open(one.key, row.nats_seed_sealed, other.id)).rejects.toThrow()
    await expect(open(other.key, row.nats_seed_sealed, other.id)).rejects.toThrow()
    // What the database itself holds.
    for (const known of [row.key_hash, row.last_4, row.nats_user_key, row.id, '']) {
      await expect(open(known)).rejects.toThrow()
      expect(() =>
        openWith(deriveKey(known, row.id, 'quiva creds seed'), row.nats_seed_sealed, `api_keys.nats_seed:${row.id}`),
      ).toThrow()
    }
    const config = readConfig(test.place.environment)
    const sealer = await openSealer(config, createSettingsStore(test.database))
    expect(() => sealer.open(row.nats_seed_sealed, `api_keys.nats_seed:${row.id}`)).toThrow()
    const tables = ['api_keys', 'accounts', 'memberships', 'sessions', 'audit_events', 'outbox', 'settings'] as const
    for (const table of tables) {
      const text = JSON.stringify(await test.database.read.selectFrom(table).selectAll().execute())
      expect(text).not.toContain(parse(one.creds).seed)
    }
  })
})

async function someSigner() {
  const { createKeyPair } = await import('../../transport/messaging/nkeys.ts')
  return createKeyPair('account')
}

function parse(creds: string): { jwt: string; seed: string } {
  const [jwt = '', seed = ''] = [...creds.matchAll(/^(?:ey|SU)\S+$/gm)].map(([line]) => line)
  return { jwt, seed }
}

/** With the official library: the signature is that of the issuer. */
function verifies(jwt: string): boolean {
  const [header = '', payload = '', signature = ''] = jwt.split('.')
  const issuer = JSON.parse(Buffer.from(payload, 'base64url').toString()).iss
  return fromPublic(issuer).verify(Buffer.from(`${header}.${payload}`), Buffer.from(signature, 'base64url'))
}
