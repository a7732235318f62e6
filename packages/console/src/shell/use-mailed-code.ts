import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../gateway-context.tsx'

/** The code that the gateway mails for one operation, and what is typed of it. `sent` once it is under way. */
export function useMailedCode(purpose: 'renameAccount' | 'deleteAccount' | 'deleteUser') {
  const client = useClient()
  const [typed, setTyped] = useState('')
  const ask = useMutation({
    mutationFn: () => client.GET('/accounts/email-code', { params: { query: { purpose } } }),
  })
  return {
    typed,
    setTyped,
    code: typed.replace(/\s/g, ''),
    send: () => ask.mutate(),
    isSending: ask.isPending,
    sent: ask.isSuccess,
    error: ask.error,
    forget() {
      setTyped('')
      ask.reset()
    },
  }
}

export type MailedCode = ReturnType<typeof useMailedCode>
