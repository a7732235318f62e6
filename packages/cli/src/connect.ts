import { type Client, createClient } from '@quiva/client'
import { CliError, wrongUsage } from './errors.ts'
import { visible } from './output.ts'
import type { Session, Sessions } from './sessions.ts'

export type Connect = {
  /** For what needs no credential. */
  anonymous(): Client
  /** With QUIVA_API_KEY if it is set, else with the stored sign-in, which is renewed when it has to be. */
  signedIn(): Promise<{ client: Client; credential: 'key' | 'session' }>
  /** With the stored sign-in, whatever QUIVA_API_KEY says; undefined if nobody is signed in. */
  storedSession(): Promise<Client | undefined>
  /** With a key that the person named. */
  withKey(apiKey: string): Client
}

type Parts = {
  apiUrl: string
  profile: string | undefined
  apiKey: string | undefined
  sessions: Sessions
  version: string
}

/** Ways to reach the gateway at `apiUrl`. */
export function createConnect({ apiUrl: baseUrl, profile, apiKey, sessions, version }: Parts): Connect {
  // The audit log of the gateway shows by what a thing was done.
  const fetchAs = (request: Request) => {
    request.headers.set('user-agent', `quiva-cli/${version}`)
    return fetch(request)
  }

  function withKey(key: string): Client {
    // Before it becomes a header, since the platform's own error would quote it.
    if (!/^[\x21-\x7e]+$/.test(key))
      throw wrongUsage('the API key is empty or contains characters that are not allowed in a key')
    return createClient({ baseUrl, fetch: fetchAs, credential: { apiKey: key } })
  }

  function withSession(session: Session): Client {
    return createClient({
      baseUrl,
      fetch: fetchAs,
      credential: session,
      onTokens: (pair, previous) => sessions.renew(baseUrl, previous, pair),
      async latestTokens() {
        // By its id: a later sign-in may be another person's, and what was begun as one is not finished as the other.
        return sessions.readById(session.id)
      },
    })
  }

  return {
    withKey,
    anonymous: () => createClient({ baseUrl, fetch: fetchAs }),
    async storedSession() {
      const session = await sessions.read(baseUrl)
      return session && withSession(session)
    },
    async signedIn() {
      if (apiKey !== undefined) return { client: withKey(apiKey), credential: 'key' }
      const session = await sessions.read(baseUrl)
      if (!session) {
        const message = notSignedIn(baseUrl, profile)
        throw new CliError('refused', 'not_signed_in', message)
      }
      return { client: withSession(session), credential: 'session' }
    },
  }
}

function notSignedIn(apiUrl: string, profile: string | undefined): string {
  return profile === undefined
    ? `You are not signed in to ${apiUrl}. Run quiva login, or set QUIVA_API_KEY.`
    : `There is no sign-in with the name ${visible(profile)} at ${apiUrl}. See: quiva accounts`
}
