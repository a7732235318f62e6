import bowser from 'bowser'

/**
 * What a User-Agent says, such as `Firefox 140` and `Linux`; `unknown` where it says nothing that users would
 * recognise.
 */
export type ClientName = { browser: string; platform: string }

/**
 * Names browser (or program) and operating system of a User-Agent; the result is only ever shown as text, because the
 * header may hold anything.
 */
export function describeClient(text: string): ClientName {
  // A session stores as much of the header, so that a device is recognised by the stored text.
  const userAgent = text.slice(0, 500)
  if (userAgent === '') return { browser: 'unknown', platform: 'unknown' }
  const { browser, os } = bowser.parse(userAgent)
  const [major] = (browser.version ?? '').split('.')
  // A program (curl/8.5.0, quiva/0.1.0) is no browser: its own name says more than "unknown".
  const program = /^([A-Za-z][\w.-]{0,40})(?:\/(\d+))?/.exec(userAgent)
  const name = browser.name ? [browser.name, major] : [program?.[1] ?? 'unknown', program?.[2]]
  return { browser: name.filter(Boolean).join(' '), platform: os.name ?? 'unknown' }
}
