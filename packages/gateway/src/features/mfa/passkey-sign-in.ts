import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Origin } from '../../platform/audit/audit.ts'
import { keyedHash, sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import type { MinimumDuration } from '../../platform/throttle/minimum-duration.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { normaliseEmail } from '../../platform/values/email.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { AskForAccount } from '../authentication/ask-for-account.ts'
import type { Attempts } from '../authentication/attempts.ts'
import type { FindCandidate } from '../authentication/candidate.ts'
import type { Challenge, Challenges } from '../authentication/challenges.ts'
import type { CompleteSignIn, SignedIn } from '../authentication/complete-sign-in.ts'
import type { RefuseSignIn } from '../authentication/refuse-sign-in.ts'
import { addCeremony, takeCeremony } from './ceremony-store.ts'
import { isMeant, isNamed, type MeantUser } from './code-sign-in.ts'
import { readAssertion } from './credential-json.ts'
import type { Decoys, Descriptor } from './decoys.ts'
import type { FactorFailures } from './factor-failures.ts'
import { countUse, findPasskey, listPasskeys } from './passkey-store.ts'
import { CEREMONY_MS } from './passkeys.ts'
import {
  type Assertion,
  CEREMONY_TIMEOUT_MS,
  challengeOf,
  originIn,
  type RelyingParty,
  type WebAuthn,
} from './webauthn.ts'

/** The contract's CredentialAssertion: PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3, §5.5). */
export type RequestOptions = {
  challenge: string
  timeout: number
  rpId: string
  allowCredentials: Descriptor[]
  userVerification: 'preferred' | 'required'
}

type Completion = MeantUser & { credential: unknown; token?: string | undefined; account?: string | undefined }

/** Sign-in with a passkey: alone, or as the second factor of a challenge. Every refusal is `passkey_refused`. */
export type PasskeySignIn = {
  /**
   * beginAuthWithPasskey: gives the same kind of answer for every address, in the same time; a refusal comes only at
   * completion.
   */
  begin(input: { email: string; account?: string | undefined }): Promise<RequestOptions>
  /**
   * beginConsoleSessionWithPasskey: for a passkey of whoever is there, which the browser or the authenticator knows
   * (a discoverable credential). It is the only factor, so it must verify its user.
   */
  beginForAnybody(): Promise<RequestOptions>
  /** completeAuthWithPasskey: WebAuthn Level 3, §7.2. */
  complete(input: Completion, origin: Origin): Promise<SignedIn>
}

/** The proof in a credential: the user's passkey signed the challenge that was issued for that user. */
type Proof = Assertion & {
  credentialId: string
  userId: string
  storedCounter: number
  /** Whether another sign-in with this passkey was completed after this one began. */
  wasOvertaken: boolean
}

type Deps = {
  database: Database
  relyingParty: RelyingParty | undefined
  webAuthn: WebAuthn | undefined
  decoys: Decoys
  findCandidate: FindCandidate
  challenges: Challenges
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
  askForAccount: AskForAccount
  attempts: Attempts
  factorFailures: FactorFailures
  sendMail: SendMail
  hashKey: Buffer
  minimumDuration: MinimumDuration
}

export function createPasskeySignIn(deps: Deps): PasskeySignIn {
  const {
    database,
    relyingParty,
    webAuthn,
    decoys,
    findCandidate,
    challenges,
    refuseSignIn,
    askForAccount,
    factorFailures,
  } = deps
  const { completeSignIn, attempts, sendMail, hashKey, minimumDuration } = deps
  const subjectOf = (email: string) => keyedHash(hashKey, `passkey sign-in of ${email}`)
  // No address reads so: no sign-in that began with one has this subject.
  const anybody = subjectOf('anybody')

  function configured(): { relyingParty: RelyingParty; webAuthn: WebAuthn } {
    if (!relyingParty || !webAuthn) throw new Refusal('passkeys_not_configured')
    return { relyingParty, webAuthn }
  }

  /** Uses up the ceremony. It does the same work for a passkey, a decoy and an invented id. */
  async function prove(assertion: AuthenticationResponseJSON, isAlone: boolean) {
    const challenge = challengeOf(assertion)
    const key = { purpose: 'authentication' as const, challengeHash: sha256(challenge ?? '') }
    const ceremony = await database.transaction((tx) => takeCeremony(tx, key, Date.now()))
    if (challenge === undefined || !ceremony) return {}
    const found = await findPasskey(database.read, assertion.id)
    const isForAnybody = ceremony.subject === anybody
    const isMeantFor = (email: string) => (isForAnybody ? isAlone : subjectOf(email) === ceremony.subject)
    const own = found && isMeantFor(found.email) ? found : undefined
    const expected = { challenge, publicKey: own?.publicKey, userVerification: isAlone }
    const signed = await configured().webAuthn.verifyAssertion(assertion, expected)
    const accountName = ceremony.accountName ?? undefined
    if (!own || !signed || !isSameKind(signed, own)) return { accountName }
    if (!isOwnHandle(assertion, own.userId, isForAnybody)) return { accountName }
    const wasOvertaken = (own.lastUsedAt ?? 0) >= ceremony.expiresAt - CEREMONY_MS
    const { userId, counter: storedCounter } = own
    return { accountName, proof: { ...signed, credentialId: assertion.id, userId, storedCounter, wasOvertaken } }
  }

  async function useUp(tx: Tx, proof: Proof, challenge: Challenge | undefined) {
    if (challenge) {
      const tried = await challenges.complete(tx, challenge)
      if (tried === undefined) throw new Refusal('passkey_refused')
      await factorFailures.takeBack(tx, proof.userId, tried)
    }
    if (!(await countUse(tx, proof))) throw new Refusal('passkey_refused')
  }

  async function begin({
    email: typed,
    account,
  }: {
    email: string
    account?: string | undefined
  }): Promise<RequestOptions> {
    const email = normaliseEmail(typed)
    const { id: rpId } = configured().relyingParty
    // The same look-ups are made for every address, whatever they find.
    const { user } = await findCandidate({ email }, account)
    const own = await listPasskeys(database.read, user?.id ?? '')
    const usable = user?.factors.passkey ? own.map(({ credentialId }) => credentialId) : []
    const challenge = await newChallenge(subjectOf(email), account)
    return {
      challenge,
      timeout: CEREMONY_TIMEOUT_MS,
      rpId,
      allowCredentials: decoys.hide(email, usable),
      // It is not known yet whether the passkey will be the only factor; if so, completion requires user verification.
      userVerification: 'preferred',
    }
  }

  /** Remembers what is asked, for five minutes and one answer. */
  async function newChallenge(subject: string, accountName?: string): Promise<string> {
    const challenge = randomToken()
    const ceremony = { purpose: 'authentication', challengeHash: sha256(challenge), subject, accountName } as const
    const expiresAt = Date.now() + CEREMONY_MS
    await database.transaction((tx) => addCeremony(tx, { ...ceremony, expiresAt }))
    return challenge
  }

  return {
    begin: (input) => minimumDuration.hold(() => begin(input)),

    async beginForAnybody() {
      const { id: rpId } = configured().relyingParty
      const challenge = await newChallenge(anybody)
      return { challenge, timeout: CEREMONY_TIMEOUT_MS, rpId, allowCredentials: [], userVerification: 'required' }
    },

    async complete({ credential, token, account, ...meant }, origin) {
      configured()
      const assertion = readAssertion(credential)
      if (!assertion) throw invalid('/body/credential', 'must be a PublicKeyCredential of a sign-in, in JSON')
      const { proof, accountName } = await prove(assertion, token === undefined)
      const named = account ?? accountName
      const name = named === undefined ? undefined : normaliseAccountName(named)
      const challenge = token === undefined ? undefined : await challenges.find(token, name)
      const { user, chosen } = challenge ?? (await findCandidate({ id: proof?.userId ?? '' }, named))
      const method = challenge ? (`${challenge.method}+passkey` as const) : 'passkey'
      const refuse = (reason: string, also?: (tx: Tx) => Promise<void>) => {
        const details = { method, reason }
        return refuseSignIn('passkey_refused', {
          user,
          chosen,
          accountName: name,
          origin,
          details,
          ...(reason === 'membership' && { provenFor: { accountName: challenge?.accountName ?? name } }),
          reason: `${reason}; ${originIn(assertion)}`,
          ...(also && { also }),
        })
      }

      if (token !== undefined && !challenge) return refuse('challenge')
      if (!proof || !user?.emailConfirmed || !user.factors.passkey)
        return refuse('credential', async (tx) => challenge && factorFailures.count(tx, challenge.user))
      if (user.id !== proof.userId || !isMeant(user, meant)) return refuse('challenge')
      const isOpen = !chosen && name === undefined && challenge?.isAccountChosen !== true
      if (!isOpen && !isNamed(chosen, account === undefined ? undefined : name)) return refuse('membership')
      if (!isBeyond(proof)) {
        // Two tabs that finish in another order than they began do not mean that a copy exists, so no mail is sent. The
        // sign-in is refused all the same.
        if (proof.wasOvertaken) return refuse('counter')
        const mail = { template: 'passkey-copied', to: user.email, noticedAt: Date.now() } as const
        return refuse('counter', (tx) => sendMail(tx, mail))
      }
      if (!chosen) return askForAccount('passkey_refused', { user, origin, method })
      let signedIn: SignedIn | undefined
      try {
        const prepare = (tx: Tx) => useUp(tx, proof, challenge)
        signedIn = await completeSignIn.start(user, chosen, method, origin, prepare)
      } catch (error) {
        // Another request used the challenge first, or the passkey was removed at this very moment.
        if (error instanceof Refusal && error.code === 'passkey_refused') return refuse('used')
        throw error
      }
      if (!signedIn) return refuse('membership')
      await attempts.completed({ email: user.email, origin })
      return signedIn
    },
  }
}

/**
 * WebAuthn Level 3, §7.2, step 6: the user handle must be the owner's. If the sign-in began with an address, the
 * authenticator need not send one; otherwise only the handle says who signs in.
 */
function isOwnHandle(
  { response: { userHandle } }: AuthenticationResponseJSON,
  userId: string,
  isNeeded: boolean,
): boolean {
  return userHandle === undefined ? !isNeeded : userHandle === Buffer.from(userId).toString('base64url')
}

/**
 * §7.2, step 18: BE never changes for a passkey. It is not known for passkeys that were registered before it was
 * stored.
 */
function isSameKind(signed: Assertion, own: { backupEligible: number | null }): boolean {
  return own.backupEligible === null || own.backupEligible === Number(signed.backupEligible)
}

/**
 * §7.2, step 22: a counter that does not increase means that somebody has a copy of the passkey. Two zeros mean that
 * the authenticator has no counter.
 */
function isBeyond({ counter, storedCounter }: Proof): boolean {
  return counter > storedCounter || (counter === 0 && storedCounter === 0)
}
