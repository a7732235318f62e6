import { type MfaRequiredResponse, QuivaError } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../gateway-context.tsx'
import type { SignInStep } from './session.ts'

/** Where a sign-in stands. `choose` has the names of the accounts, and goes on with the step that asked for one. */
export type Stage =
  | { kind: 'first' }
  | { kind: 'factor'; factor: MfaRequiredResponse }
  | { kind: 'choose'; accounts: readonly string[]; goOn: (account: string) => void }

/** The person closed the window of the passkey, or had none for it. Not a refusal of the gateway. */
export class PasskeyCancelled extends Error {
  override readonly name = 'PasskeyCancelled'
}

type Step = { step: SignInStep; body: object }

/**
 * The steps of a sign-in, one after the other. When the last is done, the session changes, and the router leads on. A
 * passkey proves somebody for one request only, so where the account has still to be chosen, it is asked for again.
 */
export function useSignIn({ onDone }: { onDone?: () => void } = {}) {
  const { client, session } = useGateway()
  const [stage, setStage] = useState<Stage>({ kind: 'first' })

  const send = useMutation({
    mutationFn: ({ step, body }: Step) => session.signIn(step, body),
    onSuccess: (answer) => {
      if ('auth_token' in answer) onDone?.()
      else setStage({ kind: 'factor', factor: answer })
    },
    onError: (error, { step, body }) => {
      if (!(error instanceof QuivaError && error.code === 'account_required')) return
      const goOn = (account: string) => send.mutate({ step, body: { ...body, account } })
      setStage({ kind: 'choose', accounts: error.accounts, goOn })
    },
  })

  const passkey = useMutation({
    mutationFn: async ({ email, token, account }: { email: string; token?: string; account?: string }) => {
      const chosen = account === undefined ? {} : { account }
      const [{ startAuthentication }, { data }] = await Promise.all([
        import('@simplewebauthn/browser'),
        client.POST('/accounts/begin-auth-with-passkey', { body: { email, ...chosen } }),
      ])
      const credential = await startAuthentication({
        optionsJSON: data as Parameters<typeof startAuthentication>[0]['optionsJSON'],
      }).catch((cause: unknown) => {
        throw new PasskeyCancelled('no passkey was used', { cause })
      })
      return session.signIn('/passkey', { credential, ...chosen, ...(token !== undefined && { token }) })
    },
    onSuccess: () => onDone?.(),
    onError: (error, given) => {
      if (!(error instanceof QuivaError && error.code === 'account_required')) return
      const goOn = (account: string) => passkey.mutate({ ...given, account })
      setStage({ kind: 'choose', accounts: error.accounts, goOn })
    },
  })

  const failed = (passkey.error ?? send.error) as Error | null
  const wantsAccount = failed instanceof QuivaError && failed.code === 'account_required'
  return {
    stage,
    busy: send.isPending || passkey.isPending,
    error: wantsAccount ? null : failed,
    send(step: SignInStep, body: object) {
      passkey.reset()
      send.mutate({ step, body })
    },
    sendPasskey(given: { email: string; token?: string }) {
      send.reset()
      passkey.mutate(given)
    },
    restart() {
      send.reset()
      passkey.reset()
      setStage({ kind: 'first' })
    },
  }
}

export type SignInFlow = ReturnType<typeof useSignIn>
