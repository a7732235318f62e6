import type { Origin } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { normaliseAccountName } from '../../platform/values/account-names.ts'
import { normaliseEmail } from '../../platform/values/email.ts'
import type { AskForAccount } from '../authentication/ask-for-account.ts'
import type { Attempts } from '../authentication/attempts.ts'
import type { SignInAccount, User } from '../authentication/candidate.ts'
import type { Challenges } from '../authentication/challenges.ts'
import type { CompleteSignIn, SignedIn } from '../authentication/complete-sign-in.ts'
import type { RefusedSignIn, RefuseSignIn } from '../authentication/refuse-sign-in.ts'
import type { FactorFailures } from './factor-failures.ts'

/** A second factor with a code that the user types. */
export type CodeFactor = {
  method: 'totp' | 'recovery_code'
  refusal: 'invalid_second_factor' | 'invalid_recovery_code'
  /**
   * Resolves with a function if the code is right, with undefined if it is wrong. The function uses up the code, in the
   * transaction of the change that the code permits, and resolves with false if another request used it first.
   */
  check(
    user: User,
    code: string,
    where: { accountId: string | null; origin: Origin },
  ): Promise<((tx: Tx) => Promise<boolean>) | undefined>
}

/** The user for whom a second factor may complete a challenge; undefined members are not checked. */
export type MeantUser = {
  /** The user's address in the request. */
  email?: string | undefined
  /** The user who is signed in already: a step-up is only for the caller's own user. */
  callerId?: string | undefined
}

/**
 * authWithTotp, authWithRecoveryCode: completes a challenge with a code. Every failure is the one refusal of the
 * factor.
 */
export type CodeSignIn = (
  factor: CodeFactor,
  input: { token: string; code: string; account?: string | undefined } & MeantUser,
  origin: Origin,
) => Promise<SignedIn>

type Deps = {
  challenges: Challenges
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
  askForAccount: AskForAccount
  attempts: Attempts
  factorFailures: FactorFailures
}

export function createCodeSignIn(deps: Deps): CodeSignIn {
  const { challenges, completeSignIn, refuseSignIn, askForAccount, attempts, factorFailures } = deps
  return async ({ method: factor, refusal, check }, { token, code, account, ...meant }, origin) => {
    const name = account === undefined ? undefined : normaliseAccountName(account)
    const challenge = await challenges.find(token, name)
    const { user, chosen } = challenge ?? {}
    const method = challenge ? (`${challenge.method}+${factor}` as const) : undefined
    const refuse = (reason: string, also?: RefusedSignIn['also']) =>
      refuseSignIn(refusal, {
        // There is a challenge only if the first factor is proven.
        ...(reason === 'membership' && { provenFor: { accountName: challenge?.accountName ?? name } }),
        user,
        chosen,
        accountName: name,
        origin,
        details: { method: method ?? factor, reason },
        ...(also && { also }),
      })

    if (!challenge || !user || !method || !isMeant(user, meant)) return refuse('challenge')
    if (challenge.isAccountChosen && !isNamed(chosen, name)) return refuse('membership')
    const claim = { email: user.email, origin, after: challenge.method }
    const proven = await attempts.prove(claim, async () => {
      // The try is counted before the code is checked, so that parallel requests get no extra tries.
      if (!(await challenges.takeTry(challenge))) return 'no try left'
      return check(user, code, { accountId: chosen?.account.id ?? null, origin })
    })
    if (proven === 'no try left') return refuse('challenge')
    if (!proven) return refuse('code', (tx) => factorFailures.count(tx, user))
    if (!chosen) {
      if (name !== undefined) return refuse('membership')
      // The code is not used up, since the client sends it again with the name.
      return askForAccount(refusal, { user, origin, method })
    }
    let signedIn: SignedIn | undefined
    try {
      signedIn = await completeSignIn.start(user, chosen, method, origin, async (tx) => {
        const tried = await challenges.complete(tx, challenge)
        if (tried === undefined || !(await proven(tx))) throw new Refusal(refusal)
        await factorFailures.takeBack(tx, user.id, tried - 1)
      })
    } catch (error) {
      // Another request used the challenge or the code first.
      if (error instanceof Refusal && error.code === refusal) return refuse('used')
      throw error
    }
    if (!signedIn) return refuse('membership')
    await attempts.completed(claim)
    return signedIn
  }
}

/** Whether this is the account to sign in to: if the request also gives a name, it must be the account's. */
export function isNamed(chosen: SignInAccount | undefined, name: string | undefined): chosen is SignInAccount {
  return chosen !== undefined && (name === undefined || name === chosen.account.name)
}

export function isMeant(user: User, { email, callerId }: MeantUser): boolean {
  return (
    (email === undefined || normaliseEmail(email) === user.email) && (callerId === undefined || callerId === user.id)
  )
}
