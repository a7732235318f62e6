import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * For whom the gateway works at the moment: an account, or the network of a client whose account is not known (yet). What
 * one caller asks for at once takes a share of the connections at most (lanes.ts). `takesAway` is set for what ends a
 * credential or narrows a right: it goes before whatever else the same caller waits for, since that may be a thief.
 */
export type Caller = { readonly name: string; readonly takesAway: boolean }

const OWN_WORK: Caller = { name: 'the gateway itself', takesAway: false }

const callers = new AsyncLocalStorage<Caller>()

/** Nobody in particular: mails, jobs, counts. */
export const callerNow = (): Caller => callers.getStore() ?? OWN_WORK

/** Does `work`, and whatever it waits for, in the name of the caller. */
export const workFor = <T>(caller: Caller, work: () => T): T => callers.run(caller, work)

/** The same for an account that only the work itself came to know, by a secret in the body of a request. */
export const workForAccount = <T>(accountId: string, work: () => T): T =>
  workFor({ name: accountCaller(accountId), takesAway: callerNow().takesAway }, work)

/** Does `work` in nobody's name: for what a request leaves behind, and nobody waits for. */
export const workForItself = <T>(work: () => T): T => callers.exit(work)

export const accountCaller = (accountId: string): string => `account ${accountId}`
