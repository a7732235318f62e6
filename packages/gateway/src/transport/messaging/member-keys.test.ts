import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { readConfig } from '../../platform/config/config.ts'
import { writtenAccount } from '../../platform/database/locks.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { createMemberKeys, type MemberKeys } from './member-keys.ts'
import { readVersion } from './store.ts'

describeEngines('the signing keys of members', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  /** As a gateway that has just started: nothing is kept from before. */
  async function fresh(): Promise<MemberKeys> {
    const sealer = await openSealer(readConfig(test.place.environment), createSettingsStore(test.database))
    const claims = {
      changed: async () => ({ ...writtenAccount(root.accountId), version: 1 }),
      confirmed: async () => null,
    }
    return createMemberKeys(test.database, sealer, claims)
  }
  const rowOf = ({ userId }: SignedInUser) =>
    test.database.read.selectFrom('memberships').selectAll().where('user_id', '=', userId).executeTakeFirstOrThrow()

  it('are one for each member who may hold keys, and none for the others', async () => {
    const [admin, developer] = [await addMember(test, root, 'admin'), await addMember(test, root, 'developer')]
    const keys = await fresh()
    const signers = await Promise.all([root, admin, developer].map((one) => keys.signerOf(one.accountId, one.userId)))
    expect(new Set(signers.map((signer) => signer?.signingKey.publicKey)).size).toBe(3)
    expect(new Set(signers.map((signer) => signer?.accountPublicKey)).size).toBe(1)
    for (const role of ['monitor', 'billing'] as const) {
      const { accountId, userId } = await addMember(test, root, role)
      expect(await keys.signerOf(accountId, userId)).toBeUndefined()
    }
    expect(await keys.signerOf(root.accountId, 'usr_unknown')).toBeUndefined()
    expect(await keys.signerOf((await test.signUp()).accountId, root.userId)).toBeUndefined()
  })

  it('are the same after a restart, and say since which version of the claims they are there', async () => {
    const { accountId, userId } = root
    const [before, after] = [
      await (await fresh()).signerOf(accountId, userId),
      await (await fresh()).signerOf(accountId, userId),
    ]
    expect(after?.signingKey.seed).toBe(before?.signingKey.seed)
    expect(after?.signingKey.publicKey).toBe((await rowOf(root)).nats_signing_key)
    const newcomer = await addMember(test, root, 'developer')
    const signer = await (await fresh()).signerOf(accountId, newcomer.userId)
    expect(signer?.sinceVersion).toBe(await readVersion(test.database, accountId))
  })

  it('are sealed in the database', async () => {
    const row = await rowOf(root)
    const signer = await (await fresh()).signerOf(root.accountId, root.userId)
    expect(row.nats_signing_seed_sealed).not.toContain(signer?.signingKey.seed)
  })

  // Who can write to the database but lacks the master key must not sign with the root's key.
  it('do not open in the row of another member', async () => {
    const [victim, attacker] = [await addMember(test, root, 'admin'), await addMember(test, root, 'developer')]
    const stolen = await rowOf(victim)
    await test.database.transaction(({ db }) =>
      db
        .updateTable('memberships')
        .set({ nats_signing_key: stolen.nats_signing_key, nats_signing_seed_sealed: stolen.nats_signing_seed_sealed })
        .where('user_id', '=', attacker.userId)
        .execute(),
    )
    await expect((await fresh()).signerOf(root.accountId, attacker.userId)).rejects.toThrow()
    const keys = await fresh()
    await keys.signerOf(root.accountId, victim.userId)
    await expect(keys.signerOf(root.accountId, attacker.userId)).rejects.toThrow()
  })
})
