import bowser from 'bowser'

/** What a User-Agent says: `Firefox 140`, `Linux`; `unknown` where it says nothing that users would know. */
export type ClientName = { browser: string; platform: string }

/** Names browser (or program) and operating system of a User-Agent; whatever it holds, it is only ever shown as text. */
export function describeClient(text: string): ClientName {
  // As much as a session keeps, so that a device is known again by what was kept.
  const userAgent = text.slice(0, 500)
  if (userAgent === '') return { browser: 'unknown', platform: 'unknown' }
  const { browser, os } = bowser.parse(userAgent)
  const [major] = (browser.version ?? '').split('.')
  // A program (curl/8.5.0, quiva/0.1.0) is no browser: its own name says more than "unknown".
  const program = /^([A-Za-z][\w.-]{0,40})(?:\/(\d+))?/.exec(userAgent)
  const name = browser.name ? [browser.name, major] : [program?.[1] ?? 'unknown', program?.[2]]
  return { browser: name.filter(Boolean).join(' '), platform: os.name ?? 'unknown' }
}
