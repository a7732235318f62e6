import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Who the gateway is working for: an account, or the network of a client whose account is not known (yet). One caller
 * gets at most a share of the connections at a time (lanes.ts). `isRevocation` is set for work that revokes a
 * credential or narrows a right: it goes before everything else that this caller waits for, since a thief may be the
 * one who waits.
 */
export type Caller = { readonly name: string; readonly isRevocation: boolean }

const OWN_WORK: Caller = { name: 'the gateway itself', isRevocation: false }

const callers = new AsyncLocalStorage<Caller>()

/** Nobody in particular: mails, jobs, counts. */
export const callerNow = (): Caller => callers.getStore() ?? OWN_WORK

/** Does `work`, and everything that it awaits, in the name of the caller. */
export const workFor = <T>(caller: Caller, work: () => T): T => callers.run(caller, work)

/** The same for an account that is known only after the work has begun, by a secret in the body of a request. */
export const workForAccount = <T>(accountId: string, work: () => T): T =>
  workFor({ name: accountCaller(accountId), isRevocation: callerNow().isRevocation }, work)

/**
 * Does `work` in nobody's name, and outside of any request: for work that a request starts and that nobody waits for.
 */
export const workForItself: <T>(work: () => T) => T = AsyncLocalStorage.snapshot()

export const accountCaller = (accountId: string): string => `account ${accountId}`
