import { lockFactors, switchFactors } from '../../access/directory/user-factors.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Database } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { addCeremony, deleteRegistrations, takeCeremony } from './ceremony-store.ts'
import { readRegistration, toBase64Url } from './credential-json.ts'
import type { Decoys } from './decoys.ts'
import {
  addPasskey,
  countPasskeys,
  deletePasskey,
  deletePasskeys,
  listPasskeys,
  type OwnPasskey,
} from './passkey-store.ts'
import type { RecoveryCodes } from './recovery-codes.ts'
import type { RemoveFactor } from './remove-factor.ts'
import type { StepUp } from './step-up.ts'
import { type CreationOptions, challengeOf, originIn, type WebAuthn } from './webauthn.ts'

/** Longer than the browser's own timeout, since the answer must also be sent. */
export const CEREMONY_MS = 5 * 60_000

const LONGEST_ALIAS = 64
/** More than any user needs. It bounds the list in the answers of begin-auth-with-passkey. */
const MOST_PASSKEYS = 25

/** A new passkey, with the recovery codes that are left, or new ones. */
export type RegisteredPasskey = { id: string; alias: string; createdAt: number; recoveryCodes: string[] }

export type Passkeys = {
  /** beginPasskeyRegistration: a new registration replaces one that was begun before. */
  begin(principal: Principal, mfaToken: string | undefined): Promise<CreationOptions>
  /** completePasskeyRegistration: WebAuthn Level 3, §7.1. */
  complete(
    principal: Principal,
    input: { credential: unknown; alias: string; mfaToken: string | undefined },
    origin: Origin,
  ): Promise<RegisteredPasskey>
  /** listPasskeys: the caller's own, oldest first. */
  list(principal: Principal): Promise<OwnPasskey[]>
  /** removePasskey: by its id, in base64 or base64url. */
  remove(
    principal: Principal,
    target: TargetUser,
    input: { id: string; mfaToken: string | undefined },
    origin: Origin,
  ): Promise<void>
  /** removeAllPasskeys: it is no error if there are none. */
  removeAll(principal: Principal, target: TargetUser, mfaToken: string | undefined, origin: Origin): Promise<void>
}

type Deps = {
  database: Database
  sendMail: SendMail
  stepUp: StepUp
  /** Undefined if passkeys cannot work because no domain name is configured. */
  webAuthn: WebAuthn | undefined
  decoys: Decoys
  recoveryCodes: RecoveryCodes
  removeFactor: RemoveFactor
  changesPerUser: Limiter
}

export function createPasskeys(deps: Deps): Passkeys {
  const { database, sendMail, stepUp, webAuthn, decoys, recoveryCodes, removeFactor, changesPerUser } = deps

  function configured(): WebAuthn {
    if (!webAuthn) throw new Refusal('passkeys_not_configured')
    return webAuthn
  }

  /** The new passkey in a credential that was made for the caller's challenge. Uses up the challenge. */
  async function prove(principal: Principal, value: unknown) {
    const credential = readRegistration(value)
    if (!credential) throw invalid('/body/credential', 'must be a PublicKeyCredential of a registration, in JSON')
    const challenge = challengeOf(credential)
    if (challenge === undefined) throw new Refusal('invalid_passkey', { reason: 'the passkey names no challenge' })
    const key = { purpose: 'registration' as const, challengeHash: sha256(challenge) }
    const ceremony = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'completePasskeyRegistration', 'self')
      return takeCeremony(tx, key, Date.now())
    })
    if (ceremony?.subject !== principal.userId)
      throw new Refusal('invalid_passkey', {
        reason: 'the challenge is unknown, used, too old or belongs to another user',
      })
    const passkey = await configured().verifyRegistration(credential, challenge)
    if (!passkey)
      throw new Refusal('invalid_passkey', { reason: `the passkey could not be verified; ${originIn(credential)}` })
    // A decoy is refused like another user's passkey: the answer must not tell the two apart.
    if (decoys.isDecoy(passkey.credentialId)) throw new Refusal('passkey_taken')
    return passkey
  }

  return {
    async begin(principal, mfaToken) {
      configured()
      await stepUp.checkForFactors(principal, mfaToken)
      const { userId, email } = principal
      const options = await configured().creationOptions(
        { id: userId, email },
        await listPasskeys(database.read, userId),
      )
      const challengeHash = sha256(options.challenge)
      const expiresAt = Date.now() + CEREMONY_MS
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'beginPasskeyRegistration', 'self')
        await deleteRegistrations(tx, userId)
        await addCeremony(tx, { purpose: 'registration', challengeHash, subject: userId, expiresAt })
      })
      return options
    },

    async complete(principal, { credential, alias: typed, mfaToken }, origin) {
      configured()
      const { userId, accountId } = principal
      const alias = parseAlias(typed)
      await changesPerUser.count(userId)
      await stepUp.checkForFactors(principal, mfaToken)
      const passkey = await prove(principal, credential)
      const createdAt = Date.now()
      return database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'completePasskeyRegistration', 'self')
        const factors = await lockFactors(tx, userId)
        if (!factors) throw new Refusal('unauthorized')
        await stepUp.useForFactors(tx, principal, mfaToken)
        if ((await countPasskeys(tx.db, userId)) >= MOST_PASSKEYS) throw new Refusal('too_many_passkeys')
        if (!(await addPasskey(tx, { ...passkey, userId, alias, createdAt }))) throw new Refusal('passkey_taken')
        await switchFactors(tx, factors.user, { passkey: true })
        await record(tx, {
          action: 'passkey.registered',
          accountId,
          actor: principal,
          origin,
          target: { type: 'user', id: userId },
          details: { passkey: passkey.credentialId },
        })
        await sendMail(tx, { template: 'passkey-added', to: factors.email, alias, addedAt: createdAt })
        const codes = await recoveryCodes.atRegistration(tx, principal, origin)
        return { id: passkey.credentialId, alias, createdAt, recoveryCodes: codes }
      })
    },

    list: ({ userId }) => listPasskeys(database.read, userId),

    async remove(principal, target, { id, mfaToken }, origin) {
      const credentialId = toBase64Url(id)
      if (credentialId === undefined) throw new Refusal('passkey_not_found')
      await changesPerUser.count(principal.userId)
      await database.transaction((tx) =>
        removeFactor(tx, { principal, operation: 'removePasskey', target, mfaToken, origin }, 'passkey', async () => {
          if (!(await deletePasskey(tx, target.userId, credentialId))) throw new Refusal('passkey_not_found')
          return { action: 'passkey.removed', details: { passkey: credentialId } }
        }),
      )
    },

    async removeAll(principal, target, mfaToken, origin) {
      await changesPerUser.count(principal.userId)
      await database.transaction((tx) =>
        removeFactor(
          tx,
          { principal, operation: 'removeAllPasskeys', target, mfaToken, origin },
          'passkey',
          async () => {
            const count = await deletePasskeys(tx, target.userId)
            return count === 0 ? undefined : { action: 'passkey.removed', details: { count } }
          },
        ),
      )
    },
  }
}

function parseAlias(typed: string): string {
  const alias = typed.trim()
  const length = [...alias].length
  if (length < 1 || length > LONGEST_ALIAS)
    throw invalid('/body/credential_alias', `must have 1 to ${LONGEST_ALIAS} characters`)
  if (/\p{Cc}/u.test(alias)) throw invalid('/body/credential_alias', 'must not contain control characters')
  return alias
}
