import type { Answer, TestGateway } from '../gateway.ts'

const CALLBACK = '/accounts/oauth/callback'

/** A browser that talks to the gateway: it keeps the cookie, and calls from the page of an origin. */
export type OAuthBrowser = {
  cookie: string | undefined
  /** getOAuthLoginUrl; keeps the cookie. */
  login(account: string, more?: Record<string, string>): Promise<Answer>
  /** The page's request to the callback with the given query. */
  exchange(query: URLSearchParams | Record<string, string>): Promise<Answer>
  /** The browser itself goes to the callback. */
  navigate(query: URLSearchParams | Record<string, string>): Promise<Answer>
}

export function openBrowser(test: TestGateway, origin: string): OAuthBrowser {
  const browser: OAuthBrowser = {
    cookie: undefined,
    async login(account, more = {}) {
      const query = new URLSearchParams({ account, ...more })
      const answer = await test.call(`GET /accounts/oauth/login?${query}`, {
        headers: { referer: `${origin}/sign-in`, ...cookies() },
      })
      const set = String(answer.headers['set-cookie'] ?? '')
      if (set !== '') browser.cookie = set.split(';', 1)[0]
      return answer
    },
    exchange: (query) =>
      test.call(`GET ${CALLBACK}?${new URLSearchParams(query)}`, {
        headers: { accept: 'application/json', 'sec-fetch-mode': 'cors', origin, ...cookies() },
      }),
    navigate: (query) =>
      test.call(`GET ${CALLBACK}?${new URLSearchParams(query)}`, {
        headers: { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', ...cookies() },
      }),
  }
  function cookies(): Record<string, string> {
    return browser.cookie === undefined ? {} : { cookie: browser.cookie }
  }
  return browser
}
