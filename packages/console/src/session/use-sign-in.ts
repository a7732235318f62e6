import { type MfaRequiredResponse, QuivaError } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../gateway-context.tsx'
import { askForPasskey } from './ask-for-passkey.ts'
import type { SignInStep } from './session.ts'

/** Where a sign-in stands. `choose` has the names of the accounts, and goes on with the step that asked for one. */
export type Stage =
  | { kind: 'first' }
  | { kind: 'factor'; factor: MfaRequiredResponse }
  | { kind: 'choose'; accounts: readonly string[]; goOn: (account: string) => void }

type Step = { step: SignInStep; body: object }
/** Whose passkey is asked for; or one that the browser has given already. */
type PasskeyStep = { email?: string; token?: string; account?: string; credential?: object | undefined }

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
    mutationFn: async ({ credential, token, ...whose }: PasskeyStep) => {
      const signed = credential ?? (await askForPasskey(client, whose))
      const { account } = whose
      return session.signIn('/passkey', { credential: signed, ...(account && { account }), ...(token && { token }) })
    },
    onSuccess: () => onDone?.(),
    onError: (error, given) => {
      if (!(error instanceof QuivaError && error.code === 'account_required')) return
      const goOn = (account: string) => passkey.mutate({ ...given, credential: undefined, account })
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
    sendPasskey(given: PasskeyStep) {
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
