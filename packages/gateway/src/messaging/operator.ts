import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Sealer } from '../crypto/sealing.ts'
import type { SettingsStore } from '../database/settings-store.ts'
import { createKeyPair, type KeyPair, keyPairFromSeed } from './nkeys.ts'
import { operatorJwt, systemAccountJwt } from './operator-claims.ts'

/** What a nats-server has to know to trust this gateway; nothing in it is secret. */
export type OperatorTrust = { operatorJwt: string; systemAccountPublicKey: string; systemAccountJwt: string }

/** The NATS operator as the gateway works with it: a signing key, never the identity key. */
export type Operator = { trust: OperatorTrust; signingKey: KeyPair; systemAccountKey: KeyPair }

type Stored = OperatorTrust & { signingSeedSealed: string; systemAccountSeedSealed: string }

const SETTING = 'nats_operator'
const OPERATOR_NAME = 'quiva-gateway'

/**
 * Loads the operator, or makes it: an identity key, a signing key and a system account. The identity's seed goes to
 * `DATA_DIR/operator.nk` and nowhere else, for its owner to move away; it signs only a change of signing keys.
 */
export async function openOperator(settings: SettingsStore, sealer: Sealer, dataDir: string): Promise<Operator> {
  const stored = await settings.read(SETTING)
  if (stored !== undefined) return unseal(JSON.parse(stored) as Stored, sealer)

  const identity = identityKey(path.join(dataDir, 'operator.nk'))
  const made = make(identity, sealer)
  const settled = JSON.parse(await settings.settle(SETTING, JSON.stringify(made))) as Stored
  return unseal(settled, sealer)
}

/** What a nats-server needs, read without any secret; undefined while there is no operator. */
export async function readTrust(read: SettingsStore['read']): Promise<OperatorTrust | undefined> {
  const stored = await read(SETTING)
  return stored === undefined ? undefined : trustOf(JSON.parse(stored) as Stored)
}

/** Written before it is used: a process that is killed in between finds it again at the next start. */
function identityKey(file: string): KeyPair {
  let seed: string | undefined
  try {
    seed = readFileSync(file, 'utf8').trim()
  } catch {
    seed = undefined
  }
  if (seed !== undefined) return keyPairFromSeed(seed, 'operator')
  const made = createKeyPair('operator')
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${made.seed}\n`, { mode: 0o600, flag: 'wx' })
  return made
}

function make(identity: KeyPair, sealer: Sealer): Stored {
  const signingKey = createKeyPair('operator')
  const systemAccountKey = createKeyPair('account')
  const issuedAtSeconds = Math.floor(Date.now() / 1000)
  const systemAccountPublicKey = systemAccountKey.publicKey
  return {
    operatorJwt: operatorJwt(
      { name: OPERATOR_NAME, signingKeys: [signingKey.publicKey], systemAccountPublicKey, issuedAtSeconds },
      identity,
    ),
    systemAccountPublicKey,
    systemAccountJwt: systemAccountJwt({ systemAccountPublicKey, issuedAtSeconds }, signingKey),
    signingSeedSealed: sealer.seal(signingKey.seed, sealContexts.signingSeed),
    systemAccountSeedSealed: sealer.seal(systemAccountKey.seed, sealContexts.systemAccountSeed),
  }
}

const sealContexts = {
  signingSeed: 'settings.nats_operator:signing',
  systemAccountSeed: 'settings.nats_operator:system',
}

function unseal(stored: Stored, sealer: Sealer): Operator {
  return {
    trust: trustOf(stored),
    signingKey: keyPairFromSeed(sealer.open(stored.signingSeedSealed, sealContexts.signingSeed), 'operator'),
    systemAccountKey: keyPairFromSeed(
      sealer.open(stored.systemAccountSeedSealed, sealContexts.systemAccountSeed),
      'account',
    ),
  }
}

function trustOf({ operatorJwt: jwt, systemAccountPublicKey, systemAccountJwt: systemJwt }: Stored): OperatorTrust {
  return { operatorJwt: jwt, systemAccountPublicKey, systemAccountJwt: systemJwt }
}
