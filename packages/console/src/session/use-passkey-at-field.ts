import { useEffect, useRef } from 'react'
import { useClient } from '../gateway-context.tsx'
import { askForPasskey } from './ask-for-passkey.ts'

/** Shorter than a challenge lives. */
const ASK_ANEW_MS = 4 * 60_000

/**
 * While the page is looked at, the browser offers the passkeys that it knows among the addresses that it fills in
 * (WebAuthn Level 3, §5.1.4, conditional mediation). What it gets in the way of is never news: nobody has asked for it.
 */
export function usePasskeyAtField(isOffered: boolean, onPasskey: (credential: object) => void): void {
  const client = useClient()
  const chosen = useRef(onPasskey)
  chosen.current = onPasskey
  useEffect(() => {
    if (!isOffered) return
    let isOver = false
    async function offer(): Promise<void> {
      if (isOver || document.visibilityState !== 'visible') return
      const { browserSupportsWebAuthnAutofill } = await import('@simplewebauthn/browser')
      if (isOver || !(await browserSupportsWebAuthnAutofill())) return
      const credential = await askForPasskey(client, { atField: true })
      if (!isOver) chosen.current(credential)
    }
    const ask = () => void offer().catch(() => undefined)
    ask()
    const timer = setInterval(ask, ASK_ANEW_MS)
    document.addEventListener('visibilitychange', ask)
    return () => {
      isOver = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
      void import('@simplewebauthn/browser').then(
        ({ WebAuthnAbortService }) => WebAuthnAbortService.cancelCeremony(),
        () => undefined,
      )
    }
  }, [isOffered, client])
}
