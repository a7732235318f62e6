import { decodeJwt } from 'jose'
import type { Answer, TestGateway } from '../gateway.ts'
import { freshPlace } from './users.ts'

/** What a browser adds to the request of a page of the gateway itself. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin' }

/** A browser with the console open: it keeps the cookie of the session, and sends it back. */
export type ConsoleBrowser = {
  /** As the header Cookie has it; undefined without one. */
  cookie: string | undefined
  send(route: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  signIn(user: { email: string; password: string }, account?: string): Promise<Answer>
  refresh(): Promise<Answer>
}

export function openConsole(test: TestGateway, { host = 'gateway.test', from = freshPlace() } = {}): ConsoleBrowser {
  const browser: ConsoleBrowser = {
    cookie: undefined,
    async send(route, body, headers = OWN_PAGE) {
      const { cookie } = browser
      const answer = await test.call(route, {
        body,
        from,
        headers: { host, ...(cookie !== undefined && { cookie }), ...headers },
      })
      const [set] = setCookies(answer)
      if (set !== undefined) browser.cookie = /; Max-Age=0;/.test(set) ? undefined : set.split(';', 1)[0]
      return answer
    },
    signIn: ({ email, password }, account) => browser.send('POST /console/session', { email, password, account }),
    refresh: () => browser.send('POST /console/session/refresh', {}),
  }
  return browser
}

/** The session that the answer to a sign-in or a refresh is about. */
export const sessionIdOf = ({ body }: Answer): string => String(decodeJwt(body.data.auth_token).sid)

export function setCookies({ headers }: Answer): string[] {
  const set = headers['set-cookie']
  return set === undefined ? [] : ([set].flat() as string[])
}
