import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Setting, SettingsStore } from '../../platform/database/settings-store.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import { writeNewSecretFile } from '../../platform/secrets/secret-file.ts'
import { createKeyPair, type KeyPair, keyPairFromSeed } from './nkeys.ts'
import { operatorJwt, systemAccountJwt } from './operator-claims.ts'

/** What a nats-server has to know to trust this gateway; nothing in it is secret. */
export type OperatorTrust = { operatorJwt: string; systemAccountPublicKey: string; systemAccountJwt: string }

/** The NATS operator as the gateway works with it: a signing key, never the identity key. */
export type Operator = { trust: OperatorTrust; signingKey: KeyPair; systemAccountKey: KeyPair }

/** The two seeds the gateway works with, sealed in the database. */
type Seeds = { signing: string; systemAccount: string }

const SETTING = 'nats_operator'
const OPERATOR_NAME = 'quiva-gateway'
const sealContext = sealedColumns.setting.context(SETTING)

/**
 * Loads the operator, or makes it: an identity key, a signing key and a system account. The identity's seed goes to
 * `DATA_DIR/operator.nk` and nowhere else. Its owner should move it to a safe place; it is needed only to sign a change
 * of signing keys.
 */
export async function openOperator(settings: SettingsStore, sealer: Sealer, dataDir: string): Promise<Operator> {
  const stored = await settings.read(SETTING)
  if (stored) return unseal(stored, sealer)

  const file = path.join(dataDir, 'operator.nk')
  const identity = identityKey(file)
  const operator = unseal(await settings.settle(SETTING, make(identity.pair, sealer)), sealer)
  // Another gateway that started at the same time was first, so the key that we made is of no use. If the two share a
  // folder, the file holds the other's key, too, and stays.
  if (identity.isNew && identityOf(operator.trust) !== identity.pair.publicKey) rmSync(file, { force: true })
  return operator
}

/** What a nats-server needs, read without any secret; undefined while there is no operator. */
export async function readTrust(read: SettingsStore['read']): Promise<OperatorTrust | undefined> {
  const stored = await read(SETTING)
  return stored && (JSON.parse(stored.value) as OperatorTrust)
}

/** The file is written before the key is used: if the process is killed in between, the next start finds the key. */
function identityKey(file: string): { pair: KeyPair; isNew: boolean } {
  const pair = createKeyPair('operator')
  try {
    writeNewSecretFile(file, `${pair.seed}\n`)
    return { pair, isNew: true }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return { pair: keyPairFromSeed(readFileSync(file, 'utf8').trim(), 'operator'), isNew: false }
  }
}

/** The public key of the identity that signed the operator's claims. */
function identityOf({ operatorJwt: jwt }: OperatorTrust): string {
  const claims: { sub: string } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  return claims.sub
}

function make(identity: KeyPair, sealer: Sealer): Setting {
  const signingKey = createKeyPair('operator')
  const systemAccountKey = createKeyPair('account')
  const issuedAtSeconds = Math.floor(Date.now() / 1000)
  const systemAccountPublicKey = systemAccountKey.publicKey
  const trust: OperatorTrust = {
    operatorJwt: operatorJwt(
      { name: OPERATOR_NAME, signingKeys: [signingKey.publicKey], systemAccountPublicKey, issuedAtSeconds },
      identity,
    ),
    systemAccountPublicKey,
    systemAccountJwt: systemAccountJwt({ systemAccountPublicKey, issuedAtSeconds }, signingKey),
  }
  const seeds: Seeds = { signing: signingKey.seed, systemAccount: systemAccountKey.seed }
  return { value: JSON.stringify(trust), sealed: sealer.seal(JSON.stringify(seeds), sealContext) }
}

function unseal({ value, sealed }: Setting, sealer: Sealer): Operator {
  const seeds = JSON.parse(sealer.open(sealed ?? '', sealContext)) as Seeds
  return {
    trust: JSON.parse(value) as OperatorTrust,
    signingKey: keyPairFromSeed(seeds.signing, 'operator'),
    systemAccountKey: keyPairFromSeed(seeds.systemAccount, 'account'),
  }
}
