/**
 * Session lists name tokens by handles (docs/decisions/0034), which can revoke a session and do nothing else. A handle
 * is made from the session's id, which is not secret; only the owner of the session can use it.
 */
export type Handle = { kind: 'auth' | 'refresh'; sessionId: string }

export const formatHandle = ({ kind, sessionId }: Handle): string => `${kind}-${sessionId}`

/** Reads a handle; undefined for any other text, such as a token. */
export function parseHandle(text: string): Handle | undefined {
  const match = /^(auth|refresh)-(ses_[0-9a-z]{26})$/.exec(text)
  const [, kind, sessionId] = match ?? []
  if (sessionId === undefined) return undefined
  return { kind: kind === 'auth' ? 'auth' : 'refresh', sessionId }
}
