import { readFile } from 'node:fs/promises'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { newSecret, signedHeaders } from './signature.ts'

const BODY = '{"type":"api_key.issued","data":{"details":{"name":"é"}}}'

type Headers = Record<string, string>
type ReadDelivery = (secret: string, headers: Headers, body: string) => unknown
type IsGenuine = (secret: string, headers: Headers, body: string) => boolean

/** The code of docs/webhooks.md, as a reader would copy it. */
async function snippets(): Promise<[string, string]> {
  const text = await readFile(new URL('../../../../../docs/webhooks.md', import.meta.url), 'utf8')
  const [first, second, ...more] = [...text.matchAll(/^```js\n([\s\S]+?)^```$/gm)].map(([, code = '']) => code)
  if (first === undefined || second === undefined || more.length > 0) throw new Error('there should be two snippets')
  return [first, second]
}

async function load<T>(code: string, name: string): Promise<T> {
  const library = import.meta.resolve('standardwebhooks')
  const module = code.replace("'standardwebhooks'", JSON.stringify(library))
  const loaded: Record<string, T> = await import(`data:text/javascript,${encodeURIComponent(module)}`)
  const found = loaded[name]
  if (!found) throw new Error(`the snippet exports no ${name}`)
  return found
}

describe('the snippets of the documentation', () => {
  const secret = newSecret()
  const good: Headers = signedHeaders('evt_1', BODY, [newSecret(), secret], Date.now())
  const bad: [string, Headers, string][] = [
    ['another body', good, `${BODY} `],
    ['another id', { ...good, 'webhook-id': 'evt_2' }, BODY],
    ['a later time than was signed', { ...good, 'webhook-timestamp': String(Date.now() / 1000 + 1) }, BODY],
    ['what was recorded ten minutes ago', signedHeaders('evt_1', BODY, [secret], Date.now() - 600_000), BODY],
    ['the secret of somebody else', signedHeaders('evt_1', BODY, [newSecret()], Date.now()), BODY],
    ['no version', { ...good, 'webhook-signature': (good['webhook-signature'] ?? '').replaceAll('v1,', '') }, BODY],
  ]

  test('with the library', async () => {
    const readDelivery = await load<ReadDelivery>((await snippets())[0], 'readDelivery')
    expect(readDelivery(secret, good, BODY)).toEqual(JSON.parse(BODY))
    for (const [what, headers, body] of bad) expect(() => readDelivery(secret, headers, body), what).toThrow()
  })

  test('without it', async () => {
    const isGenuine = await load<IsGenuine>((await snippets())[1], 'isGenuine')
    expect(isGenuine(secret, good, BODY)).toBe(true)
    for (const [what, headers, body] of bad) expect([what, isGenuine(secret, headers, body)]).toEqual([what, false])
  })
})

test('our signature is that of the reference library, whatever is signed', () => {
  const at = new Date(1_764_403_200_000)
  for (const body of ['{}', BODY, 'x'.repeat(100_000), '\u{1f600}']) {
    const secret = newSecret()
    const headers = signedHeaders('evt_1', body, [secret], at.getTime())
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign('evt_1', at, body))
  }
})
