import type { Client } from '@quiva/client'

/** The person closed the window of the passkey, or had none for it. Not a refusal of the gateway. */
export class PasskeyCancelled extends Error {
  override readonly name = 'PasskeyCancelled'
}

type Asked = {
  /** Whose; without it, whoever's passkey the browser knows. */
  email?: string | undefined
  account?: string | undefined
  /** Offers passkeys at the address field, and waits until one is chosen there. */
  atField?: boolean
}

/** Has the browser sign the gateway's challenge. It asks for one passkey at a time: the latest call ends the one before. */
export async function askForPasskey(client: Client, { email, account, atField = false }: Asked): Promise<object> {
  const [{ startAuthentication }, { data }] = await Promise.all([
    import('@simplewebauthn/browser'),
    email === undefined
      ? client.POST('/console/session/begin-passkey', { body: {} })
      : client.POST('/accounts/begin-auth-with-passkey', { body: { email, ...(account && { account }) } }),
  ])
  const optionsJSON = data as Parameters<typeof startAuthentication>[0]['optionsJSON']
  return startAuthentication({ optionsJSON, useBrowserAutofill: atField }).catch((cause: unknown) => {
    throw new PasskeyCancelled('no passkey was used', { cause })
  })
}
