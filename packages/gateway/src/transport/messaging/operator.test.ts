import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decode } from '@nats-io/jwt'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../../platform/config/config.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database } from '../../platform/database/database.ts'
import { openDatabase } from '../../platform/database/open.ts'
import { createSettingsStore, type SettingsStore } from '../../platform/database/settings-store.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { createKeyPair, keyPairFromSeed } from './nkeys.ts'
import { openOperator, readTrust } from './operator.ts'

describeEngines('the NATS operator', (engine) => {
  let place: Place
  let database: Database
  let settings: SettingsStore
  let sealer: Sealer
  const folders: string[] = []
  beforeEach(async () => {
    place = await openPlace(engine)
    const config = readConfig(place.environment)
    database = await openDatabase(config)
    settings = createSettingsStore(database)
    sealer = await openSealer(config, settings)
  })
  afterEach(async () => {
    await database.close()
    await place.remove()
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
  })

  const newFolder = async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'quiva-operator-'))
    folders.push(folder)
    return folder
  }
  const seedIn = async (folder: string) => (await readFile(path.join(folder, 'operator.nk'), 'utf8')).trim()

  it('is made once: an identity that signs a signing key, which signs the system account', async () => {
    expect(await readTrust(settings.read)).toBeUndefined()
    const folder = await newFolder()
    const { trust, signingKey, systemAccountKey } = await openOperator(settings, sealer, folder)
    const identity = keyPairFromSeed(await seedIn(folder), 'operator')
    const operator = decode<{ signing_keys: string[]; system_account: string }>(trust.operatorJwt)
    expect([operator.sub, operator.iss]).toEqual([identity.publicKey, identity.publicKey])
    expect(operator.nats).toMatchObject({
      signing_keys: [signingKey.publicKey],
      system_account: systemAccountKey.publicKey,
    })
    const system = decode(trust.systemAccountJwt)
    expect([system.sub, system.iss]).toEqual([systemAccountKey.publicKey, signingKey.publicKey])
    expect(await readTrust(settings.read)).toEqual(trust)
  })

  it('is the same at the next start, with the identity’s seed moved away', async () => {
    const folder = await newFolder()
    const first = await openOperator(settings, sealer, folder)
    await rm(path.join(folder, 'operator.nk'))
    const second = await openOperator(settings, sealer, folder)
    expect(second.trust).toEqual(first.trust)
    expect(second.signingKey.seed).toBe(first.signingKey.seed)
    expect(second.systemAccountKey.seed).toBe(first.systemAccountKey.seed)
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps the identity’s seed in one file, for its owner only, and none in clear in the database', async () => {
    const folder = await newFolder()
    const { signingKey, systemAccountKey } = await openOperator(settings, sealer, folder)
    expect((await stat(path.join(folder, 'operator.nk'))).mode & 0o777).toBe(0o600)
    const stored = JSON.stringify(await database.read.selectFrom('settings').selectAll().execute())
    for (const seed of [await seedIn(folder), signingKey.seed, systemAccountKey.seed])
      expect(stored).not.toContain(seed)
  })

  it('goes on with the identity that a process left behind when it was killed in between', async () => {
    const folder = await newFolder()
    const left = createKeyPair('operator')
    await writeFile(path.join(folder, 'operator.nk'), `${left.seed}\n`)
    const { trust } = await openOperator(settings, sealer, folder)
    expect(decode(trust.operatorJwt).sub).toBe(left.publicKey)
  })

  it('refuses to start over a file that is no seed of an operator, and leaves it as it is', async () => {
    const folder = await newFolder()
    for (const text of ['', 'nonsense', createKeyPair('account').seed]) {
      await writeFile(path.join(folder, 'operator.nk'), text)
      await expect(openOperator(settings, sealer, folder)).rejects.toThrow(TypeError)
      expect(await readFile(path.join(folder, 'operator.nk'), 'utf8')).toBe(text)
    }
    expect(await readTrust(settings.read)).toBeUndefined()
  })

  // Its owner would lock away a seed that signs nothing, and miss the right one when it is needed.
  it('made by several gateways at once is one, and only the folder of the one that made it has a seed', async () => {
    const places = await Promise.all([newFolder(), newFolder(), newFolder()])
    const operators = await Promise.all(places.map((folder) => openOperator(settings, sealer, folder)))
    for (const { trust, signingKey } of operators) {
      expect(trust).toEqual(operators[0]?.trust)
      expect(signingKey.seed).toBe(operators[0]?.signingKey.seed)
    }
    const identity = decode(operators[0]?.trust.operatorJwt ?? '').sub
    const seeds = (await Promise.all(places.map((folder) => seedIn(folder).catch(() => undefined)))).filter(Boolean)
    expect(seeds.map((seed) => keyPairFromSeed(seed ?? '', 'operator').publicKey)).toEqual([identity])
  })

  it('made by several gateways that share a folder is one', async () => {
    const folder = await newFolder()
    const operators = await Promise.all([0, 1, 2].map(() => openOperator(settings, sealer, folder)))
    for (const { trust } of operators) expect(trust).toEqual(operators[0]?.trust)
    expect(keyPairFromSeed(await seedIn(folder), 'operator').publicKey).toBe(
      decode(operators[0]?.trust.operatorJwt ?? '').sub,
    )
  })
})
